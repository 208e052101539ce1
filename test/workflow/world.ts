import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Http } from '../../lambdas/http/http.ts';
import { defaultSizes } from '../../lambdas/runtime/sizes.ts';
import { ExportRequest } from '../../lambdas/settings/export-request.ts';
import { parseSettings } from '../../lambdas/settings/sources.ts';
import type { ExportResult } from '../../local/exports/export-result.ts';
import { type ExportInput, runExport } from '../../local/exports/run-export.ts';
import { folderLake, type Lake } from '../../local/laptop/lake.ts';
import { type Laptop, openLaptop } from '../../local/laptop/laptop.ts';
import { machineOf } from '../../local/laptop/machine.ts';
import { mirroredStorage } from '../fakes/mirrored-storage.ts';
import { type VirtualClock, virtualClock } from '../fakes/virtual-clock.ts';
import { sharedTemplate } from '../run/template.ts';

/** The whole workflow in this process in virtual time, over a temporary lake. */
export type World = {
  lake: string;
  clock: VirtualClock;
  laptop: Laptop;
  run(source: string, request?: Partial<ExportRequest>): Promise<ExportResult>;
  runExport(toExport: ExportInput): Promise<ExportResult>;
  close(): Promise<void>;
};

/** No file of these tests is larger than a part; larger buffers would only be garbage to collect. */
const sizes = { ...defaultSizes, part: 1024 ** 2, block: 1024 ** 2 };

/** The definition is the same for all sources. */
const machine = machineOf(await sharedTemplate());

/** Objects in memory, everything else by the SDK over the local cloud. */
const inMemory = (directory: string): Lake => ({
  ...folderLake(directory),
  open: (local) => ({ ...folderLake(directory).open(local), storage: mirroredStorage(directory) }),
});

/**
 * `settings` as in `sources.json`; `secrets` by name; `random` distinguishes exports of the same second.
 * With `viaSdk` objects go through the SDK, too.
 */
export async function openWorld(from: {
  settings: Record<string, object>;
  secrets?: Record<string, string>;
  http: Http;
  clock?: VirtualClock;
  random?: () => number;
  viaSdk?: boolean;
}): Promise<World> {
  const { settings, secrets = {}, http, clock = virtualClock(), random = () => 0.5 } = from;
  const lake = mkdtempSync(join(tmpdir(), 'sluice-lake-'));
  const { sources } = parseSettings(JSON.stringify({ sources: settings }), 'the test');
  const world = { http, clock, random, sizes };
  const laptop = await openLaptop({
    ...{
      lake: from.viaSdk ? folderLake(lake) : inMemory(lake),
      sources,
      secrets,
      machine,
      world,
    },
    connection: 'in-process',
  });
  const silent = { show() {} };
  return {
    ...{ lake, clock, laptop },
    run: (source, request = {}) =>
      runExport({ source, request: ExportRequest.parse(request) }, laptop, silent),
    runExport: (toExport) => runExport(toExport, laptop, silent),
    async close() {
      await laptop.close();
      rmSync(lake, { recursive: true });
    },
  };
}

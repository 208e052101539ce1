import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import type { ExportResult } from '../../../local/exports/export-result.ts';
import type { Fault } from '../../../local/servers/faults/fault-injector.ts';
import { bytesOf, withBrokenLine } from '../../../local/servers/faults/files.ts';
import type { Interceptor } from '../../../local/servers/http/routing.ts';
import { landedContent, serverContent } from '../lake-content.ts';
import { type Hl7World, openHl7World, TYPES } from './hl7-world.ts';

/** The file that is broken. */
export const BROKEN = /output-00002/;
export const PROBLEM = /^line 2 at byte \d+ is not a JSON object \(sha256 [0-9a-f]{16}…\)$/;
export const request = { types: TYPES };

/** A server whose second file has a broken line, `times` times, with the bytes that it served. */
export async function brokenWorld(onBrokenFile: 'fail' | 'quarantine', times?: number) {
  const served: { broken: Buffer; intact: Buffer }[] = [];
  const intercept: Interceptor = async (about, next) => {
    const good = await bytesOf(await next());
    const response = await withBrokenLine(about, next);
    served.push({ broken: await bytesOf(response), intact: good });
    return response;
  };
  const faults: Fault[] = [];
  const world = await openHl7World({
    server: () => ({ version: 'v3', linesPerFile: 20, faults }),
    source: { onBrokenFile, maxConcurrency: 2 },
  });
  const fault: Fault = {
    on: 'file',
    path: BROKEN,
    intercept,
    ...(times !== undefined && { times }),
  };
  const breakFile = () => faults.push(fault);
  return { world, served, faults, breakFile };
}

/** Proves that the export lacks only this file, which is quarantined. */
export function assertOneQuarantined(
  world: Hl7World,
  result: ExportResult,
  missing: { broken: Buffer; intact: Buffer },
) {
  const [quarantined, ...others] = result.quarantined;
  assert.ok(quarantined);
  assert.deepEqual(others, []);
  assert.match(quarantined.problem, PROBLEM);
  assert.equal(quarantined.key, exportKeys(result.exportId).quarantinedFile(2, 'identity'));
  assert.ok(readFileSync(join(world.lake, quarantined.key)).equals(missing.broken), 'stored raw');
  const until = new Date(result.transactionTime ?? '');
  const since = result.since === null ? {} : { since: new Date(result.since) };
  for (const type of TYPES) {
    const all: string =
      landedContent(world.lake, result, type) + (type === quarantined.type ? missing.intact : '');
    const lines = (text: string) => text.split('\n').sort();
    assert.deepEqual(lines(all), lines(serverContent(type, { ...since, until })), type);
  }
}

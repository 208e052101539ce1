import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Aws } from '../../lambdas/aws/aws.ts';
import type { RequestRecord } from '../../lambdas/lake/export-records.ts';
import { exportKeys, newExportId } from '../../lambdas/lake/keys.ts';
import { writeRecord } from '../../lambdas/lake/record.ts';
import { defaultSizes } from '../../lambdas/runtime/sizes.ts';
import { ExportRequest } from '../../lambdas/settings/export-request.ts';
import { parseSettings } from '../../lambdas/settings/sources.ts';
import { folderLake } from '../../local/laptop/lake.ts';
import { createTables } from '../../local/laptop/lake-tables.ts';
import { openLocalCloud, STATE_MACHINE_ARN } from '../../local/laptop/local-cloud.ts';
import { invoker, synthesizeMachine } from '../../local/laptop/machine.ts';
import { collaborators, type World } from '../../local/laptop/steps.ts';
import { runStateMachine } from '../../local/state-machine/run-state-machine.ts';
import { virtualClock } from '../../test/fakes/virtual-clock.ts';
import { ASSUMED } from './assumed.ts';
import type { AwsCalls, Counted } from './counted.ts';
import { countingEvents } from './counting-events.ts';
import { countingAws, countingSteps } from './counting-steps.ts';
import { BASE_URL, fakeServer } from './fake-server.ts';

const SETTINGS = {
  dialect: 'bulk-data',
  baseUrl: BASE_URL,
  auth: { kind: 'none' },
  maxConcurrency: ASSUMED.maxConcurrency,
};
const SOURCES = parseSettings(JSON.stringify({ sources: { many: SETTINGS } }), 'the bench').sources;

/**
 * Runs one export of so many files by the synthesized state machine and the real steps, over the local
 * cloud under a virtual clock, and counts what AWS would bill.
 */
export async function countExport(files: number): Promise<Counted> {
  const clock = virtualClock();
  const random = () => 0.5;
  const directory = mkdtempSync(join(tmpdir(), 'sluice-cost-'));
  const cloud = await openLocalCloud({
    ...{ directory, secrets: {}, clock, random, connection: 'in-process' as const },
  });
  try {
    const http = fakeServer({ files, jobSeconds: ASSUMED.jobSeconds }, clock);
    return await counted(files, cloud.aws, {
      ...{ http, clock, random },
      sizes: defaultSizes,
    });
  } finally {
    await cloud.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function counted(files: number, aws: Aws, world: World): Promise<Counted> {
  const { clock, random } = world;
  const over = (reached: Aws) => collaborators(reached, folderLake('lake'), SOURCES, world);
  const machine = await synthesizeMachine(SOURCES);
  await createTables(machine.template, aws);
  const name = newExportId('many', clock.now(), random());
  await writeRecord(exportKeys(name).request, REQUEST, over(aws).storage);
  const mapCalls: AwsCalls = {};
  const { storage } = over(countingAws(aws, mapCalls));
  const { steps, counted, logLines } = countingSteps(aws, over);
  const { onEvent, counted: events } = countingEvents(name);
  const invoke = invoker(machine, steps);
  const deps = { clock, random, storage, invoke, onEvent };
  const options = { name, arn: STATE_MACHINE_ARN };
  const ended = await runStateMachine(machine.definition, { source: 'many' }, deps, options);
  if (ended.status !== 'SUCCEEDED') throw new Error(`the export ended as ${ended.status}`);
  return { files, ...events(), steps: counted, mapCalls, logLines: logLines() };
}

const REQUEST: RequestRecord = {
  source: 'many',
  request: ExportRequest.parse({}),
  begin: { kind: 'kick-off' },
};

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Aws } from '../../lambdas/aws/aws.ts';
import type { Http, HttpResponse } from '../../lambdas/http/http.ts';
import type { RequestRecord } from '../../lambdas/lake/export-records.ts';
import { exportKeys, newExportId } from '../../lambdas/lake/keys.ts';
import { writeRecord } from '../../lambdas/lake/record.ts';
import type { Clock } from '../../lambdas/runtime/clock.ts';
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
import {
  type AwsCalls,
  type Counted,
  countingAws,
  countingEvents,
  countingSteps,
} from './counting.ts';
import { ASSUMED } from './model.ts';

const BASE_URL = 'https://many.example/fhir';
const SETTINGS = {
  dialect: 'bulk-data',
  baseUrl: BASE_URL,
  auth: { kind: 'none' },
  maxConcurrency: ASSUMED.maxConcurrency,
};
const SOURCES = parseSettings(JSON.stringify({ sources: { many: SETTINGS } }), 'the bench').sources;

/**
 * Runs an export of that many files by the synthesized state machine and the real steps, over the local cloud
 * under a virtual clock, and counts what AWS would bill.
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
    return await runAndCount(files, cloud.aws, {
      ...{ http, clock, random },
      sizes: defaultSizes,
    });
  } finally {
    await cloud.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function runAndCount(files: number, aws: Aws, world: World): Promise<Counted> {
  const { clock, random } = world;
  const withAws = (counted: Aws) => collaborators(counted, folderLake('lake'), SOURCES, world);
  const machine = await synthesizeMachine(SOURCES);
  await createTables(machine.template, aws);
  const name = newExportId('many', clock.now(), random());
  await writeRecord(exportKeys(name).request, REQUEST, withAws(aws).storage);
  const mapCalls: AwsCalls = {};
  const { storage } = withAws(countingAws(aws, mapCalls));
  const { steps, counted, logLines } = countingSteps(aws, withAws);
  const { onEvent, counted: events } = countingEvents(name);
  const invoke = invoker(machine, steps);
  const deps = { clock, random, storage, invoke, onEvent };
  const options = { name, arn: STATE_MACHINE_ARN };
  const result = await runStateMachine(machine.definition, { source: 'many' }, deps, options);
  if (result.status !== 'SUCCEEDED') throw new Error(`the export ended as ${result.status}`);
  return { files, ...events(), steps: counted, mapCalls, logLines: logLines() };
}

const REQUEST: RequestRecord = {
  source: 'many',
  request: ExportRequest.parse({}),
  begin: { kind: 'kick-off' },
};

/** A FHIR server whose job runs that long, and then lists that many files of one patient each. */
function fakeServer(
  { files, jobSeconds }: { files: number; jobSeconds: number },
  clock: Pick<Clock, 'now'>,
): Http {
  let completeAt = Number.POSITIVE_INFINITY;
  return async ({ method, url }) => {
    const { pathname } = new URL(url);
    const id = /\/files\/(\d+)$/.exec(pathname)?.[1];
    if (id !== undefined) return respond(200, `{"resourceType":"Patient","id":"${id}"}\n`, NDJSON);
    if (method === 'DELETE') return respond(202, '');
    if (pathname.endsWith('/job/1'))
      return clock.now().getTime() < completeAt ? respond(202, '') : respond(200, manifest(files));
    if (!pathname.includes('$export')) return respond(404, '');
    completeAt = clock.now().getTime() + jobSeconds * 1000;
    return respond(202, '', { 'content-location': `${BASE_URL}/job/1` });
  };
}

const NDJSON = { 'content-type': 'application/fhir+ndjson' };

const manifest = (files: number) =>
  JSON.stringify({
    transactionTime: '2026-01-01T00:00:00.000Z',
    request: `${BASE_URL}/$export`,
    requiresAccessToken: false,
    output: Array.from({ length: files }, (_, i) => ({
      type: 'Patient',
      url: `https://many.example/files/${i + 1}`,
    })),
    error: [],
  });

function respond(status: number, text: string, headers: Record<string, string> = {}): HttpResponse {
  const body = Buffer.from(text);
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'content-length': String(body.length),
      ...headers,
    },
    body: Readable.from(body.length > 0 ? [body] : []),
  };
}

/** As a program it counts an export of as many files as its argument says, and prints the counts. */
if (import.meta.main)
  process.stdout.write(JSON.stringify(await countExport(Number(process.argv[2]))));

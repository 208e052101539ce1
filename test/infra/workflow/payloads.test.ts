import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import {
  CleanUpEvent,
  DownloadEvent,
  type Downloaded,
  KickOffEvent,
  PlanEvent,
  type Planned,
  PollEvent,
  PublishEvent,
} from '../../../lambdas/workflow/events.ts';
import { child, definition, evaluate, field, type Scope } from './state-machine.ts';

const start = { source: 'acme', export: 'nightly' };
const Execution = {
  Id: 'arn:aws:states:eu-west-1:111122223333:execution:Sluice:acme-1',
  Name: 'acme-1',
  Input: start,
  StartTime: '2026-11-22T03:00:00.123Z',
};
const context = { Execution };
const plan: Planned = {
  files: 3,
  units: 2,
  unitsKey: 'exports/acme-1/plan/units-00001.json',
  maxConcurrency: 4,
  plannedSoFar: { pages: 2, units: 5 },
  hasMorePages: false,
};
const { plannedSoFar } = plan;

test('Kick off gets the execution, its start time and its input', async () => {
  const event = { exportId: 'acme-1', executionArn: Execution.Id, startedAt: Execution.StartTime };
  assert.deepEqual(await payloadOf('Kick off', { states: { context } }, KickOffEvent), {
    ...event,
    start,
  });
});

test('after a wait for the server, Kick off gets the same input again (K3)', async () => {
  const states = { context, input: { kind: 'busy', waitSeconds: 120 } };
  assert.deepEqual((await payloadOf('Kick off', { states }, KickOffEvent)).start, start);
});

test('Poll gets the number of earlier polls, and what is planned', async () => {
  const scope = { states: { context }, variables: { polls: 7, plannedSoFar } };
  const event = { exportId: 'acme-1', source: 'acme', polls: 7, plannedSoFar };
  assert.deepEqual(await payloadOf('Poll', scope, PollEvent), event);
});

test('Plan gets what is planned so far, and Publish the export only', async () => {
  const event = { exportId: 'acme-1', source: 'acme' };
  const scope = { states: { context }, variables: { plannedSoFar } };
  assert.deepEqual(await payloadOf('Plan', scope, PlanEvent), { ...event, plannedSoFar });
  assert.deepEqual(await payloadOf('Publish', { states: { context } }, PublishEvent), event);
});

const item = { unit: 2, unitKey: 'exports/acme-1/plan/unit-00002.json' };
const toDownload = {
  ...{ exportId: 'acme-1', source: 'acme', unitKey: item.unitKey },
  ...{ startedAt: Execution.StartTime, waits: 0 },
};

test('Download unit gets its unit and the start time of the execution', async () => {
  const inMap = { states: { context: { ...context, Map: { Item: { Value: item } } } } };
  const input = await field('Download', 'ItemSelector', inMap);
  assert.deepEqual(
    await payloadOf('Download unit', { states: { input } }, DownloadEvent),
    toDownload,
  );
});

test('Download unit gets the same input to continue, and after a wait the number of waits (D21)', async () => {
  const next = (Payload: Downloaded, input: object = toDownload) =>
    field('Download unit', 'Output', { states: { input, result: { Payload } } });
  assert.deepEqual(await next({ kind: 'continue' }), toDownload);
  const waited = await next({ kind: 'retry-after', waitSeconds: 30 });
  assert.deepEqual(waited, { ...toDownload, waits: 1 });
  const twice = await next({ kind: 'retry-after', waitSeconds: 30 }, DownloadEvent.parse(waited));
  assert.deepEqual(twice, { ...toDownload, waits: 2 });
});

test('Clean up gets the error that was caught', async () => {
  const errorOutput = { Error: 'PublishRefused', Cause: 'the sum is wrong' };
  const Caught = z.looseObject({ Catch: z.array(z.looseObject({ Assign: z.json() })) });
  const { Catch } = Caught.parse(definition.States.Publish);
  const variables = z
    .record(z.string(), z.json())
    .parse(await evaluate(Catch[0]?.Assign, { states: { errorOutput } }));
  const event = { exportId: 'acme-1', source: 'acme', failure: errorOutput };
  const scope = { states: { context }, variables };
  assert.deepEqual(await payloadOf('Clean up', scope, CleanUpEvent), event);
});

test('the execution fails with the error that was caught, with or without a cause', async () => {
  const of = (failure: object) => ({ states: {}, variables: { failure } });
  const refused = of({ Error: 'PublishRefused', Cause: 'the sum is wrong' });
  assert.equal(await field('Failed', 'Error', refused), 'PublishRefused');
  assert.equal(await field('Failed', 'Cause', refused), 'the sum is wrong');
  assert.equal(await field('Failed', 'Cause', of({ Error: 'States.Timeout' })), 'States.Timeout');
});

test('an export without files is published without a map (M1)', async () => {
  const condition = definition.States['Anything to download?']?.Choices?.[0]?.Condition;
  const anything = (units: number) =>
    evaluate(condition, { states: {}, variables: { plan: { ...plan, units } } });
  assert.equal(await anything(0), false);
  assert.equal(await anything(1), true);
});

test('the map reads its items and writes its results under the export’s prefix', async () => {
  const scope = { states: { context }, variables: { plan } };
  const Location = z.looseObject({ Arguments: z.record(z.string(), z.string()) });
  const reader = Location.parse(await field('Download', 'ItemReader', scope));
  const writer = Location.parse(await field('Download', 'ResultWriter', scope));
  assert.equal(reader.Arguments.Key, plan.unitsKey);
  assert.equal(writer.Arguments.Prefix, 'exports/acme-1/download');
  assert.equal(await field('Download', 'MaxConcurrency', scope), 4);
});

test('a published execution returns the result of Publish with the export id', async () => {
  const input = { kind: 'published', transactionTime: '2026-01-01T00:00:00Z', files: 3 };
  const output = await field('Published', 'Output', { states: { context, input } });
  assert.deepEqual(output, { ...input, exportId: 'acme-1' });
});

test('an unchanged execution returns the id of the export that has the data', async () => {
  const input = { kind: 'unchanged', lastExportId: 'acme-0' };
  const output = await field('Unchanged', 'Output', { states: { context, input } });
  assert.deepEqual(output, { ...input, exportId: 'acme-1' });
});

test('a skipped execution returns the id of the running export', async () => {
  const input = { kind: 'skipped', runningExportId: 'acme-0' };
  const output = await field('Skipped', 'Output', { states: { context, input } });
  assert.deepEqual(output, { ...input, exportId: 'acme-1' });
});

/** The payload of a task, parsed with the schema of its step. */
async function payloadOf<Schema extends z.ZodType>(state: string, scope: Scope, schema: Schema) {
  const { Arguments } = definition.States[state] ?? child.States[state] ?? {};
  return schema.parse(await evaluate(Arguments?.Payload, scope));
}

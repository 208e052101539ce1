import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnyCleanUpEvent, withDeps } from '../../../lambdas/clean-up/handler.ts';
import { EXPORT_ID } from '../../fakes/builders.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { cleanUpWorld } from './clean-up-world.ts';

/** As EventBridge sends it: fields that Step Functions does not know are null. */
const statusChange = (changes: object = {}) => ({
  version: '0',
  id: '00000000-0000-0000-0000-000000000000',
  'detail-type': 'Step Functions Execution Status Change',
  source: 'aws.states',
  account: '000000000000',
  time: '2026-11-22T04:00:00Z',
  region: 'us-east-1',
  resources: [`arn:aws:states:us-east-1:000000000000:execution:sluice:${EXPORT_ID}`],
  detail: {
    executionArn: `arn:aws:states:us-east-1:000000000000:execution:sluice:${EXPORT_ID}`,
    stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:sluice',
    name: EXPORT_ID,
    status: 'ABORTED',
    startDate: 1795316400000,
    stopDate: 1795320000000,
    input: '{"source":"acme","export":"nightly"}',
    inputDetails: { included: true },
    output: null,
    outputDetails: null,
    error: null,
    cause: null,
    ...changes,
  },
});

const failureOf = (changes: object) => AnyCleanUpEvent.parse(statusChange(changes)).failure;

for (const status of ['ABORTED', 'TIMED_OUT', 'FAILED'])
  test(`${status} without error and cause is reported by its status (F3)`, () => {
    const failure = { Error: status, Cause: `the execution ended as ${status}` };
    assert.deepEqual(failureOf({ status }), failure);
    assert.deepEqual(failureOf({ status, error: undefined, cause: undefined }), failure);
  });

test('an abort with error and cause is reported by them', () => {
  const failure = failureOf({ error: 'Cancelled', cause: 'asked for by the API' });
  assert.deepEqual(failure, { Error: 'Cancelled', Cause: 'asked for by the API' });
});

test('the export id is the execution’s name, with or without an input', () => {
  for (const event of [statusChange(), statusChange({ input: undefined })])
    assert.equal(AnyCleanUpEvent.parse(event).exportId, EXPORT_ID);
});

test('the event of a Catch is taken unchanged', () => {
  const event = { exportId: EXPORT_ID, source: 'acme', failure: { Error: 'States.Timeout' } };
  assert.deepEqual(AnyCleanUpEvent.parse(event), event);
});

const noEvents: [string, unknown][] = [
  ['of an execution that goes on', statusChange({ status: 'RUNNING' })],
  ['of an execution that succeeded', statusChange({ status: 'SUCCEEDED' })],
  ['of a name that is no export’s', statusChange({ name: '../marker' })],
  ['of another kind', { ...statusChange(), 'detail-type': 'Scheduled Event' }],
  ['of nothing', undefined],
];
for (const [what, event] of noEvents)
  test(`an event ${what} is refused with a message that holds none of it`, async () => {
    const handler = withDeps(await cleanUpWorld());
    await assert.rejects(handler(event, { getRemainingTimeInMillis: () => 0 }), (error: Error) => {
      assert.equal(error.name, 'SettingsInvalid');
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
  });

test('an aborted execution is cleaned up by its event (F3)', async () => {
  const world = await cleanUpWorld();
  const context = { getRemainingTimeInMillis: () => 0 };
  assert.equal((await withDeps(world)(statusChange(), context)).kind, 'failed');
  assert.deepEqual((await world.failure()).name, 'ABORTED');
  assert.equal((await world.lease()).kind, 'free');
});

test('an execution without any records is reported without its source (F3)', async () => {
  const world = stepDeps();
  const context = { getRemainingTimeInMillis: () => 0 };
  assert.equal((await withDeps(world)(statusChange(), context)).kind, 'failed');
  const detail = { exportId: EXPORT_ID, source: 'unknown', error: 'ABORTED' };
  assert.deepEqual(world.announcer.announcements, [{ detailType: 'Export failed', detail }]);
});

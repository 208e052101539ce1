import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kickOff } from '../../../lambdas/1-kick-off/kick-off.ts';
import { aStart, EXECUTION_ARN, EXPORT_ID } from '../../fakes/builders.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import { s3Error } from '../../fakes/s3-error.ts';
import { everyState } from '../../infra/workflow/state-machine.ts';
import { accepting, KICK_OFF, kickOffWorld } from './kick-off-world.ts';

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/1';
const says = `not authorized to perform: kms:GenerateDataKey on resource: ${KEY}`;

test('S5: where the bucket’s key may not be used, the export ends before the server is asked', async () => {
  const world = await kickOffWorld({ routes: { [KICK_OFF]: accepting } });
  const storage: typeof world.storage = {
    ...world.storage,
    put: () => Promise.reject(s3Error('AccessDenied', says)),
  };
  const event = { exportId: EXPORT_ID, executionArn: EXECUTION_ARN, startedAt: NOW };
  await assert.rejects(kickOff({ ...event, start: aStart() }, { ...world, storage }), {
    name: 'AccessDenied',
    message: new RegExp(KEY),
  });
  assert.deepEqual(world.http.requests, []);
});

test('S5: no state tries again what a key, a role or a policy refuses', () => {
  const refusals = ['AccessDenied', 'AccessDeniedException', 'KMS.DisabledException', 'States.ALL'];
  for (const [name, { Retry = [] }] of Object.entries(everyState)) {
    const retried = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
    assert.deepEqual(
      retried.filter((error) => refusals.includes(error)),
      [],
      name,
    );
  }
});

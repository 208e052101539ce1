import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventBridge } from '../../../lambdas/aws/event-bridge.ts';
import { awsWire, jsonCall } from '../../fakes/aws-wire.ts';

const failed = {
  detailType: 'Export failed' as const,
  detail: { exportId: 'x', source: 'acme', error: 'ServerJobGone' },
};

function world(...bodies: object[]) {
  const { requests, aws } = awsWire(bodies.map((body) => ({ body: JSON.stringify(body) })));
  return { announcer: eventBridge(aws), requests };
}

test('an announcement is one event of the source sluice', async () => {
  const { announcer, requests } = world({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
  await announcer.announce(failed);
  assert.deepEqual(requests.map(jsonCall), [
    {
      operation: 'PutEvents',
      input: {
        Entries: [
          {
            Source: 'sluice',
            DetailType: 'Export failed',
            Detail: '{"exportId":"x","source":"acme","error":"ServerJobGone"}',
          },
        ],
      },
    },
  ]);
});

test('an event that the bus refuses in a 200 is an error', async () => {
  const { announcer } = world({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'NotAuthorized' }] });
  await assert.rejects(announcer.announce(failed), /refused the event "Export failed"/);
});

for (const ErrorCode of ['InternalFailure', 'ThrottlingException'])
  test(`an event that fails with ${ErrorCode} in a 200 is sent again (S1)`, async () => {
    const bad = { FailedEntryCount: 1, Entries: [{ ErrorCode }] };
    const once = world(bad, { FailedEntryCount: 0 });
    await once.announcer.announce(failed);
    assert.equal(once.requests.length, 2);
    const always = world(bad);
    await assert.rejects(always.announcer.announce(failed), { name: ErrorCode });
    assert.equal(always.requests.length, 6);
  });

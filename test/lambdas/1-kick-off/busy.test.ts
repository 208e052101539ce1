import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scopeKeys } from '../../../lambdas/lake/keys.ts';
import { decide } from '../../../lambdas/settlement/decision.ts';
import { aSource, EXPORT_ID, keys } from '../../fakes/builders.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { accepting, KICK_OFF, kickOffWith, kickOffWorld } from './kick-off-world.ts';

const busy = (status: number, retryAfter?: string): Scripted => ({
  status,
  ...(retryAfter && { headers: { 'retry-after': retryAfter } }),
});

const answers: [string, Scripted, number][] = [
  ['429 that says nothing', busy(429), 60],
  ['429 with a Retry-After', busy(429, '120'), 120],
  ['429 with a date', busy(429, 'Sun, 22 Nov 2026 03:05:00 GMT'), 300],
  ['429 with words', busy(429, 'soon'), 60],
  ['503 with a Retry-After', busy(503, '9'), 9],
];
for (const [what, answer, waitSeconds] of answers)
  test(`K3, rule 23: ${what} is no failure but a wait of ${waitSeconds} s`, async () => {
    const { result, storage, log } = await kickOffWith(answer);
    assert.deepEqual(result, { kind: 'busy', waitSeconds });
    assert.equal(storage.objects.has(keys.job), false);
    const fields = { exportId: EXPORT_ID, source: 'acme', waitSeconds };
    assert.deepEqual(log.lines, [{ level: 'warn', event: 'kick-off.busy', fields }]);
  });

test('K3: a server that becomes free is kicked off by the next try', async () => {
  const { start, clock, job } = await kickOffWorld({
    routes: { [KICK_OFF]: [busy(429), busy(429), accepting] },
  });
  const waits: unknown[] = [];
  for (let result = await start(); result.kind === 'busy'; result = await start()) {
    waits.push(result.waitSeconds);
    clock.advance(result.waitSeconds);
  }
  assert.deepEqual(waits, [60, 60]);
  const { startedAt, kickedOffAt } = await job();
  assert.deepEqual([startedAt, kickedOffAt], [NOW, '2026-11-22T03:02:00.000Z']);
});

test('K3: while it waits, the export holds the lease of its scope', async () => {
  const { start, storage, scope } = await kickOffWorld({ routes: { [KICK_OFF]: busy(429) } });
  await start();
  const lease = await storage.read(scopeKeys('acme', scope).lease);
  assert.equal(JSON.parse(lease?.text ?? '{}').exportId, EXPORT_ID);
});

const afterHours = async (hours: number) => {
  const source = aSource({ deadlineHours: 2 });
  const world = await kickOffWorld({ routes: { [KICK_OFF]: busy(429) }, source });
  world.clock.advance(hours * 3600);
  return world.start();
};

test('K3: a server that is busy beyond the deadline of the source is given up', async () => {
  assert.equal((await afterHours(2)).kind, 'busy');
  const message = 'the server has begun no job for 2 hours';
  await assert.rejects(afterHours(2.001), { name: 'DeadlineExceeded', message });
});

test('K3: a server that is busy for longer than stuckAfterHours is told of, each time', async () => {
  const source = aSource({ stuckAfterHours: 3, deadlineHours: 12 });
  const { start, clock, log } = await kickOffWorld({ routes: { [KICK_OFF]: busy(429) }, source });
  const counted: number[] = [];
  for (let hour = 0; hour < 5; hour += 1) {
    await start();
    counted.push(log.counts.length);
    clock.advance(3600);
  }
  assert.deepEqual(counted, [0, 0, 0, 1, 2]);
  assert.deepEqual(log.counts[0], { metric: 'StuckKickOffs', value: 1 });
  const told = log.lines.filter(({ event }) => event === 'kick-off.stuck');
  assert.deepEqual(told[1], {
    ...{ level: 'warn', event: 'kick-off.stuck' },
    fields: { exportId: EXPORT_ID, busyHours: 4 },
  });
});

test('O8: a cancel while the server is busy ends the export', async () => {
  const { start, storage } = await kickOffWorld({ routes: { [KICK_OFF]: busy(429) } });
  await start();
  await decide(EXPORT_ID, 'abandon', storage);
  await assert.rejects(start(), {
    name: 'ExportAbandoned',
    message: `export ${EXPORT_ID} was cancelled before it was kicked off`,
  });
});

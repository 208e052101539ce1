import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { busyWaitSeconds } from '../../../lambdas/1-kick-off/busy-wait.ts';
import { scopeKeys } from '../../../lambdas/lake/keys.ts';
import { decide } from '../../../lambdas/settlement/decision.ts';
import { aSource, EXPORT_ID, keys } from '../../fakes/builders.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { accepting, KICK_OFF, kickOffWith, kickOffWorld } from './kick-off-world.ts';

const DAY_SECONDS = 24 * 60 * 60;
/** Wait, Kick off and the choice between them, in the events of a history (F2). */
const EVENTS_OF_A_TRY = 9;

/** Every wait of a server that is busy for so long, one after another. */
function waitsUntil(endSeconds: number, retryAfterSeconds?: number): number[] {
  const waits: number[] = [];
  for (let age = 0; age < endSeconds; age += waits.at(-1) ?? 0)
    waits.push(busyWaitSeconds(age, retryAfterSeconds));
  return waits;
}

test('a busy server is asked after 1, 1, 2, 4, 8 minutes and then every 15 minutes (K3)', () => {
  const minutes = waitsUntil(60 * 60).map((seconds) => seconds / 60);
  assert.deepEqual(minutes, [1, 1, 2, 4, 8, 15, 15, 15]);
});

const cases: [number, number, number][] = [
  [0, 1, 1],
  [0, 120, 120],
  [600, 120, 120],
  [600, 3600, 3600],
  [3600, 120, 360],
  [DAY_SECONDS, 120, 900],
  [-60, 5, 5],
];
for (const [age, retryAfter, wait] of cases)
  test(`at ${age} s, with a Retry-After of ${retryAfter} s, the wait is ${wait} s (K3)`, () => {
    assert.equal(busyWaitSeconds(age, retryAfter), wait);
  });

for (const retryAfter of [undefined, 1, 120])
  test(`fourteen busy days with a Retry-After of ${retryAfter} s stay under 15,000 events (F2)`, () => {
    const events = waitsUntil(14 * DAY_SECONDS, retryAfter).length * EVENTS_OF_A_TRY;
    assert(events < 15_000, `${events} events`);
  });

test('no try is earlier than Retry-After; without it none is later than 15 minutes (rule 23)', () => {
  const age = fc.integer({ min: -60, max: 14 * DAY_SECONDS });
  const retryAfters = fc.option(fc.integer({ min: 1, max: 3600 }), { nil: undefined });
  fc.assert(
    fc.property(age, retryAfters, (ageSeconds, retryAfter) => {
      const wait = busyWaitSeconds(ageSeconds, retryAfter);
      assert(Number.isInteger(wait) && wait >= (retryAfter ?? 60));
      assert(wait <= Math.max(retryAfter ?? 0, 900));
    }),
  );
});

const busy = (status: number, retryAfter?: string): Scripted => ({
  status,
  ...(retryAfter && { headers: { 'retry-after': retryAfter } }),
});

const answers: [string, Scripted, number][] = [
  ['429 without a Retry-After', busy(429), 60],
  ['429 with a Retry-After', busy(429, '120'), 120],
  ['429 with a date', busy(429, 'Sun, 22 Nov 2026 03:05:00 GMT'), 300],
  ['429 with text in Retry-After', busy(429, 'soon'), 60],
  ['503 with a Retry-After', busy(503, '9'), 9],
];
for (const [what, answer, waitSeconds] of answers)
  test(`${what} is a wait of ${waitSeconds} s and no failure (K3, rule 23)`, async () => {
    const { result, storage, log } = await kickOffWith(answer);
    assert.deepEqual(result, { kind: 'busy', waitSeconds });
    assert.equal(storage.objects.has(keys.job), false);
    const fields = { exportId: EXPORT_ID, source: 'acme', waitSeconds };
    assert.deepEqual(log.lines, [{ level: 'warn', event: 'kick-off.busy', fields }]);
  });

test('the next try kicks off a server that is no longer busy (K3)', async () => {
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

test('while it waits, the export holds the lease of its scope (K3)', async () => {
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

test('a server that is busy after the deadline fails the export (K3)', async () => {
  assert.equal((await afterHours(2)).kind, 'busy');
  const message = 'the server accepted no kick-off for 2 hours';
  await assert.rejects(afterHours(2.001), { name: 'DeadlineExceeded', message });
});

test('a server that is busy for longer than stuckAfterHours is logged and counted, each time (K3)', async () => {
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
  const stuck = log.lines.filter(({ event }) => event === 'kick-off.stuck');
  assert.deepEqual(stuck[1], {
    ...{ level: 'warn', event: 'kick-off.stuck' },
    fields: { exportId: EXPORT_ID, busyHours: 4 },
  });
});

test('a cancel while the server is busy ends the export (O8)', async () => {
  const { start, storage } = await kickOffWorld({ routes: { [KICK_OFF]: busy(429) } });
  await start();
  await decide(EXPORT_ID, 'abandon', storage);
  await assert.rejects(start(), {
    name: 'ExportAbandoned',
    message: `export ${EXPORT_ID} was cancelled before it was kicked off`,
  });
});

test('a wait of days is obeyed, and shows in metrics and wait.json (K3, P2)', async () => {
  const { result, log, storage } = await kickOffWith(busy(429, '180000'));
  assert.deepEqual(result, { kind: 'busy', waitSeconds: 180_000 });
  assert.deepEqual(log.counts, [{ metric: 'LongWaits', value: 1 }]);
  assert.equal(log.lines.at(-1)?.event, 'kick-off.long-wait');
  const wait = await storage.read(keys.wait);
  const until = '2026-11-24T05:00:00.000Z';
  assert.deepEqual(JSON.parse(wait?.text ?? ''), { step: 'kick-off', until });
});

test('a wait of an hour is no long one (K3)', async () => {
  const { log, storage } = await kickOffWith(busy(429, '3600'));
  assert.deepEqual([log.counts, storage.objects.has(keys.wait)], [[], false]);
});

test('a wait ends at the deadline, and the server is not asked before its time (K3, F6)', async () => {
  const source = aSource({ deadlineHours: 2 });
  const world = await kickOffWorld({ routes: { [KICK_OFF]: busy(429, '86400') }, source });
  assert.deepEqual(await world.start(), { kind: 'busy', waitSeconds: 7201 });
  world.clock.advance(7201);
  await assert.rejects(world.start(), { name: 'DeadlineExceeded' });
  assert.equal(world.http.requests.length, 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { segmentKey, sourceKeys, wholeKey } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import type { ProgressEvent } from '../../../local/display/progress.ts';
import { progressObserver } from '../../../local/exports/progress-observer.ts';
import type { HistoryEvent } from '../../../local/state-machine/history.ts';
import { aPlan, EXPORT_ID, keys, landedKey } from '../../fakes/builders.ts';
import { manualClock, NOW } from '../../fakes/manual-clock.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';
import { aReceipt } from '../../fakes/receipts.ts';

const batches = { running: 2, complete: 1, failed: 0, total: 3 };
const polledAt = '2026-01-01T00:00:00Z';
const aProgress = {
  polledAt,
  resourceCount: 7,
  batches,
  unchangedSince: polledAt,
  throttledPolls: 0,
};

/** An observer, and what it shows without the common fields. */
function observed() {
  const storage = memoryStorage();
  const shown: object[] = [];
  const show = ({ exportId, source, at: _, ...event }: ProgressEvent) => {
    assert.deepEqual([exportId, source], [EXPORT_ID, 'acme']);
    shown.push(event);
  };
  const observer = progressObserver(EXPORT_ID, 'acme', show, { storage, clock: manualClock() });
  /** Stores a record, as a step does, and lets the observer read it. */
  const store = async (key: string, record: object) => {
    await writeRecord(key, record, storage);
    observer.onStored(key, 10);
    await setImmediate();
  };
  return { observer, shown, store };
}

const entered = (type: HistoryEvent['type'], name: string): HistoryEvent => ({
  ...{ id: 1, previousEventId: 0, timestamp: new Date(0), type },
  details: { name, input: '{}' },
});

test('a state that takes time is shown when it is entered; other events are not', () => {
  const { observer, shown } = observed();
  observer.onHistoryEvent(entered('TaskStateEntered', 'Poll'));
  observer.onHistoryEvent(entered('ChoiceStateEntered', 'Polled?'));
  observer.onHistoryEvent(entered('TaskStateExited', 'Poll'));
  observer.onHistoryEvent(entered('MapStateEntered', 'Download'));
  assert.deepEqual(shown, [
    { kind: 'state', state: 'Poll' },
    { kind: 'state', state: 'Download' },
  ]);
});

test('the progress of a poll is shown when it is stored', async () => {
  const { shown, store } = observed();
  await store(keys.progress, aProgress);
  assert.deepEqual(shown, [{ kind: 'polled', resourceCount: 7, batches }]);
});

test('a plan shows the job as complete, although no recorded poll says so', async () => {
  const { shown, store } = observed();
  await store(keys.progress, aProgress);
  await store(keys.plan, aPlan({ files: 4, units: 2, resourceCount: 21 }));
  const complete = { running: 0, complete: 3, failed: 0, total: 3 };
  assert.deepEqual(shown.slice(1), [
    { kind: 'polled', resourceCount: 21, batches: complete },
    { kind: 'planned', files: 4, units: 2 },
  ]);
});

test('a plan without a job is shown alone', async () => {
  const { shown, store } = observed();
  await store(keys.plan, aPlan({ files: 4, units: 2 }));
  assert.deepEqual(shown, [{ kind: 'planned', files: 4, units: 2 }]);
});

test('stored bytes are shown, and a file counts once however often it is written', () => {
  const { observer, shown } = observed();
  observer.onStored(landedKey('Patient', 1), 10);
  observer.onStored(landedKey('Patient', 1), 20);
  observer.onStored(landedKey('Coverage', 1), 30);
  assert.deepEqual(shown, [
    { kind: 'stored', files: 1, bytes: 10 },
    { kind: 'stored', files: 0, bytes: 20 },
    { kind: 'stored', files: 1, bytes: 30 },
  ]);
});

test('the objects of one file count as one file', () => {
  const { observer, shown } = observed();
  const file = landedKey('Patient', 1);
  for (const key of [segmentKey(file, 1, 'gzip'), segmentKey(file, 2, 'gzip')])
    observer.onStored(key, 7);
  observer.onStored(wholeKey(landedKey('Patient', 2), 'gzip'), 7);
  observer.onStored(landedKey('Condition', 1), 7);
  const stored = (files: number) => ({ kind: 'stored', files, bytes: 7 });
  assert.deepEqual(shown, [stored(1), stored(0), stored(1), stored(1)]);
});

test('records, the export log and the data of another export are not progress', () => {
  const { observer, shown } = observed();
  observer.onStored(keys.job, 10);
  observer.onStored(`fhir/export_log/export_id=${EXPORT_ID}/log.ndjson`, 10);
  observer.onStored(landedKey('Patient', 1).replace(EXPORT_ID, 'acme-other'), 10);
  assert.deepEqual(shown, []);
});

const nothing = {
  ...{ exportId: EXPORT_ID, transactionTime: null, since: null, error: null, files: [] },
  quarantined: [],
  ...{ source: 'acme', complete: true, resumable: false },
};
test('the end is shown with totals, with the error, or as skipped', () => {
  const { observer, shown } = observed();
  const files = [aReceipt({ bytes: 5, lines: 2 }), aReceipt({ bytes: 6, lines: 3 })];
  observer.onEnded({ ...nothing, status: 'published', files });
  observer.onEnded({ ...nothing, status: 'failed', error: { name: 'Broken', message: 'it is' } });
  observer.onEnded({ ...nothing, status: 'skipped' });
  assert.deepEqual(shown, [
    { kind: 'published', files: 2, bytes: 11, lines: 5 },
    { kind: 'failed', reason: 'Broken: it is' },
    { kind: 'skipped', runningExportId: 'another export of this scope' },
  ]);
});

test('a source that throttles is reported once, however often its record is written (D21)', async () => {
  const { shown, store } = observed();
  const at = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();
  const slowed = { throttledSince: NOW, throttledAt: NOW, notBefore: at(30), slots: [] };
  const throttle = { allowed: 2, consecutiveThrottles: 1, ...slowed };
  const key = sourceKeys('acme').throttle;
  await store(key, throttle);
  await store(key, { ...throttle, slots: [{ holder: 'a', expiresAt: at(900) }] });
  await store(key, { ...throttle, throttledAt: at(-60), notBefore: at(-30) });
  const reason = 'the server throttles: waiting 30 s, then 2 at a time';
  assert.deepEqual(shown, [{ kind: 'problem', reason }]);
});

test('a server that says nothing of its job, or asks for a long wait, is shown as a delay (P2, P4)', async () => {
  const { shown, store } = observed();
  const unanswered = { since: polledAt, reason: 'poll: the server answered 522' };
  await store(keys.progress, { ...aProgress, unanswered });
  const until = '2026-01-03T00:00:00Z';
  await store(keys.wait, { step: 'poll', until });
  assert.deepEqual(shown.slice(1), [
    {
      kind: 'delayed',
      reason: `no answer about the job since ${polledAt}: poll: the server answered 522`,
    },
    { kind: 'delayed', reason: `the server asks to wait until ${until}` },
  ]);
});

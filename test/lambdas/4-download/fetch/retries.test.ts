import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withRetries } from '../../../../lambdas/4-download/fetch/retries.ts';
import {
  CredentialRefused,
  FileNotNdjson,
  FileRefused,
  FileTruncated,
  LineRefused,
  LinkRefused,
  ServerBusy,
  ServerUnavailable,
  UnverifiableLength,
} from '../../../../lambdas/runtime/errors.ts';
import { stepDeps } from '../../../fakes/step-deps.ts';

/** Runs something that fails with these errors, one after another, and then succeeds. */
function running(errors: Error[]) {
  const { clock, log } = stepDeps();
  let runs = 0;
  const run = async () => {
    const error = errors[runs];
    runs += 1;
    if (error) throw error;
    return 'done';
  };
  const retried = { file: 7 };
  return { result: withRetries(run, { clock, log, retried }), clock, log, runs: () => runs };
}

test('what succeeds runs once, without a wait', async () => {
  const { result, clock, runs } = running([]);
  assert.equal(await result, 'done');
  assert.deepEqual([runs(), clock.sleeps], [1, []]);
});

const transient = [FileTruncated, FileNotNdjson, ServerUnavailable];
for (const Transient of transient)
  test(`after ${Transient.name} it runs twice more, after 1 s and after 4 s (D1, D8, D9)`, async () => {
    const twice = running([new Transient('1'), new Transient('2')]);
    assert.equal(await twice.result, 'done');
    assert.deepEqual(twice.clock.sleeps, [1000, 4000]);
    const thrice = running([new Transient('1'), new Transient('2'), new Transient('3')]);
    await assert.rejects(thrice.result, { name: Transient.name, message: '3' });
    assert.equal(thrice.runs(), 3);
  });

test('after a line that is refused it runs once more, after 1 s (D10)', async () => {
  const once = running([new LineRefused('1')]);
  assert.equal(await once.result, 'done');
  const twice = running([new LineRefused('1'), new LineRefused('2')]);
  await assert.rejects(twice.result, { name: 'LineRefused', message: '2' });
  assert.deepEqual([twice.runs(), twice.clock.sleeps], [2, [1000]]);
});

test('an earlier truncation does not cost a line its second try (D10)', async () => {
  const errors = [FileTruncated, LineRefused, ServerUnavailable].map((Each) => new Each(''));
  const { result, clock } = running(errors);
  assert.equal(await result, 'done');
  assert.deepEqual(clock.sleeps, [1000, 1000, 4000]);
});

test('a server that asks to wait is not asked again at once: the state machine waits (D21)', async () => {
  const { result, clock, runs } = running([new ServerBusy('429')]);
  await assert.rejects(result, { name: 'ServerBusy' });
  assert.deepEqual([runs(), clock.sleeps], [1, []]);
});

const permanent = [FileRefused, CredentialRefused, LinkRefused, UnverifiableLength, RangeError];
for (const Permanent of permanent)
  test(`after ${Permanent.name} it does not run again`, async () => {
    const { result, clock, runs } = running([new Permanent('no')]);
    await assert.rejects(result, { name: Permanent.name });
    assert.deepEqual([runs(), clock.sleeps], [1, []]);
  });

test('a permanent error after a transient one ends it', async () => {
  const { result, runs } = running([new FileTruncated('1'), new FileRefused('2')]);
  await assert.rejects(result, { name: 'FileRefused' });
  assert.equal(runs(), 2);
});

test('each retry is logged with its reason, and the last failure is thrown instead', async () => {
  const { result, log } = running(['1', '2', '3'].map((word) => new FileTruncated(word)));
  await assert.rejects(result, { message: '3' });
  const fields = { file: 7, error: 'FileTruncated' };
  assert.deepEqual(log.lines, [
    { level: 'warn', event: 'download.retry', fields: { ...fields, message: '1', waitSeconds: 1 } },
    { level: 'warn', event: 'download.retry', fields: { ...fields, message: '2', waitSeconds: 4 } },
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { download } from '../../../../lambdas/4-download/download.ts';
import { exportKeys } from '../../../../lambdas/shared/keys.ts';
import { writeRecord } from '../../../../lambdas/shared/records/record.ts';
import { anAttachment, anAttachmentUnit, someAttachments } from '../../../fakes/attachments.ts';
import { EXPORT_ID } from '../../../fakes/builders.ts';
import { killedAt } from '../../../fakes/killed-at.ts';
import { aText, attachmentWorld, TIME, unitKey } from './attachment-world.ts';

const fail = someAttachments({ onFailure: 'fail' });
const EVENT = { exportId: EXPORT_ID, source: 'acme', unitKey };

test('the attachments of a unit land one after another, and are indexed when all are', async () => {
  const world = await attachmentWorld([aText('a'), { status: 404 }, aText('ccc')]);
  assert.deepEqual(await world.download(), { kind: 'done', files: 3, bytes: 4 });
  assert.deepEqual(
    (await world.lines()).map(({ owner, outcome, bytes }) => [owner, outcome, bytes]),
    [
      ['DocumentReference/1', 'stored', 1],
      ['DocumentReference/2', 'failed', null],
      ['DocumentReference/3', 'stored', 3],
    ],
  );
  const fields = { exportId: EXPORT_ID, unit: 1, attachments: 3, bytes: 4 };
  assert.deepEqual(world.log.lines[0]?.fields, fields);
  assert.doesNotMatch(JSON.stringify(world.log), /Binary/);
});

test('every resource that has an attachment has a line of it', async () => {
  const owners = ['DocumentReference/1', 'DiagnosticReport/2'].map((owner, i) => ({
    ...{ owner, nth: i + 1, size: i, hash: null },
  }));
  const world = await attachmentWorld([aText('a')], { attachments: [anAttachment(1, { owners })] });
  await world.download();
  assert.deepEqual(
    (await world.lines()).map(({ owner, nth, size_agrees }) => [owner, nth, size_agrees]),
    [
      ['DocumentReference/1', 1, false],
      ['DiagnosticReport/2', 2, true],
    ],
  );
  assert.deepEqual(world.asked(), [1]);
});

test('what is not to be fetched is written down without a request', async () => {
  const kinds = ['inline', 'unwanted', 'absent'] as const;
  const refused = anAttachment(4, { way: { kind: 'refused', reason: 'a link leads to x' } });
  const attachments = [...kinds.map((kind, i) => anAttachment(i + 1, { way: { kind } })), refused];
  const world = await attachmentWorld([], { attachments });
  await world.download();
  const lines = await world.lines();
  assert.deepEqual(
    lines.map(({ outcome }) => outcome),
    [...kinds, 'refused'],
  );
  assert.equal(lines[3]?.reason, 'a link leads to x');
});

test('where the source wants a failure, the first one is that of the unit', async () => {
  const world = await attachmentWorld([aText('a'), { status: 404 }, aText('c')], {
    settings: fail,
  });
  await assert.rejects(world.download(), { name: 'FileRefused', message: /404/ });
  assert.deepEqual(world.asked(), [1, 2]);
  assert.deepEqual(await world.lines(), []);
});

test('D21: a server that is down is waited for, thrice for one attachment and no more', async () => {
  const world = await attachmentWorld([aText('a'), { status: 500 }, aText('c')]);
  for (let n = 0; n < 3; n += 1)
    await assert.rejects(world.download(), { name: 'ServerUnavailable' }, `${n}`);
  assert.equal((await world.download()).kind, 'done');
  assert.deepEqual(world.asked(), [1, ...Array.from({ length: 12 }, () => 2), 3]);
  assert.deepEqual(
    (await world.lines()).map(({ outcome }) => outcome),
    ['stored', 'failed', 'stored'],
  );
});

test('D21: nine times for a unit, so that the state machine never gives up on it', async () => {
  const world = await attachmentWorld(Array.from({ length: 5 }, () => ({ status: 500 })));
  let failures = 0;
  const failed = () =>
    world.download().then(
      () => false,
      () => true,
    );
  while (await failed()) failures += 1;
  assert.equal(failures, 9);
  assert.equal((await world.lines()).length, 5);
});

test('D21: a server that asks to wait is waited for as long as it asks, each time', async () => {
  const busy = { status: 429, headers: { 'retry-after': '60' } };
  const world = await attachmentWorld([busy, busy, busy].map((answer) => [answer, aText('a')]));
  for (let n = 0; n < 3; n += 1) {
    assert.deepEqual(await world.wait(), { kind: 'later', waitSeconds: 63 });
    world.clock.advance(63);
  }
  assert.equal((await world.wait()).kind, 'done');
  assert.deepEqual(world.asked(), [1, 1, 2, 2, 3, 3]);
  assert.deepEqual(
    (await world.lines()).map(({ outcome }) => outcome),
    ['stored', 'stored', 'stored'],
  );
});

test('D21: fifty times for one attachment, which then fails by itself', async () => {
  const world = await attachmentWorld([aText('a'), { status: 429 }, aText('c')]);
  let waits = 0;
  for (let ended = await world.wait(); ended.kind === 'later'; ended = await world.wait()) {
    waits += 1;
    world.clock.advance(ended.waitSeconds);
  }
  assert.equal(waits, 50);
  assert.deepEqual(
    (await world.lines()).map(({ outcome }) => outcome),
    ['stored', 'failed', 'stored'],
  );
});

test('what is nobody’s attachment’s fault is thrown, whatever the source wants', async () => {
  const world = await attachmentWorld([aText('a')]);
  const { put } = world.storage;
  world.storage.put = (key, ...rest) =>
    key.includes('/content/') ? Promise.reject(new TypeError('broken')) : put(key, ...rest);
  await assert.rejects(world.download(), /broken/);
});

test('D24: where time runs short the next call goes on', async () => {
  const world = await attachmentWorld([aText('a'), aText('b')]);
  assert.deepEqual(await world.download(() => 0), { kind: 'more' });
  assert.deepEqual(await world.lines(), []);
  assert.deepEqual(await world.download(() => 0), { kind: 'done', files: 2, bytes: 2 });
  assert.deepEqual(world.asked(), [1, 2]);
});

test('receipts of something else that was planned do not count', async () => {
  const world = await attachmentWorld([aText('a'), aText('b')]);
  await world.download();
  const attachments = [anAttachment(1, { contentType: 'text/rtf' }), anAttachment(2)];
  await writeRecord(unitKey, anAttachmentUnit({ attachments }), world.storage);
  await world.download();
  assert.deepEqual(world.asked(), [1, 2, 1]);
});

test('killed after each thing that it does, a unit run again lands the same', async () => {
  const answers = [aText('a'), { status: 404 }, aText('c')];
  const whole = await attachmentWorld(answers);
  const result = await whole.download();
  const etags = ({ storage }: typeof whole) =>
    [...storage.objects].map(([key, { etag }]) => `${key} ${etag}`).sort();
  let kills = 0;
  for (; ; kills += 1) {
    const world = await attachmentWorld(answers);
    const life = killedAt(kills + 1, 'after');
    const dying = { ...world, ...life({ http: world.http }), storage: life(world.storage) };
    const ended = await download(EVENT, dying, TIME).then(
      () => true,
      () => false,
    );
    if (ended) break;
    assert.deepEqual(await world.download(), result);
    assert.deepEqual(etags(world), etags(whole), `killed after ${kills}`);
  }
  assert.ok(kills > 6, `${kills} kills`);
});

test('receipts lie where the data does, for the export that resumes it', async () => {
  const landingId = 'acme-20261121T030000Z-000000';
  const world = await attachmentWorld([aText('a')], { landingId });
  await world.download();
  assert.ok(world.storage.objects.has(exportKeys(landingId).attachmentReceipts(1)));
});

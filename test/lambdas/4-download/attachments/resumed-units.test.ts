import assert from 'node:assert/strict';
import { test } from 'node:test';
import { download } from '../../../../lambdas/4-download/download.ts';
import { writeRecord } from '../../../../lambdas/lake/record.ts';
import { anAttachment, anAttachmentUnit } from '../../../fakes/attachments.ts';
import { aDownload } from '../../../fakes/builders.ts';
import { killedAt } from '../../../fakes/killed-at.ts';
import { aText, attachmentWorld, TIME, unitKey } from './attachment-world.ts';

/** A unit of attachments that is called again resumes where it was. */

const EVENT = aDownload(unitKey);

test('if the time runs out the next call resumes (D24)', async () => {
  const world = await attachmentWorld([aText('a'), aText('b')]);
  assert.deepEqual(await world.download(() => 0), { kind: 'continue' });
  assert.deepEqual(await world.lines(), []);
  assert.deepEqual(await world.download(() => 0), { kind: 'done', files: 2, bytes: 2 });
  assert.deepEqual(world.asked(), [1, 2]);
});

test('receipts of another plan do not count', async () => {
  const world = await attachmentWorld([aText('a'), aText('b')]);
  await world.download();
  const attachments = [anAttachment(1, { contentType: 'text/rtf' }), anAttachment(2)];
  await writeRecord(unitKey, anAttachmentUnit({ attachments }), world.storage);
  await world.download();
  assert.deepEqual(world.asked(), [1, 2, 1]);
});

test('killed after each of its effects, a unit that runs again lands the same', async () => {
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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import {
  findRecord,
  readRecord,
  readRecordText,
  writeRecord,
} from '../../../lambdas/lake/record.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';

const Note = z.strictObject({ word: z.string() });

async function holding(text: string) {
  const storage = memoryStorage();
  await storage.put('a.json', text);
  return storage;
}

test('a record is read as it was written, with an ETag for a conditional write', async () => {
  const storage = memoryStorage();
  assert.equal(await writeRecord('a.json', { word: 'hello' }, storage), 'stored');
  const found = await findRecord('a.json', Note, storage);
  assert.deepEqual(found?.record, { word: 'hello' });
  const condition = { kind: 'if-match' as const, etag: found?.etag ?? '' };
  assert.equal(await writeRecord('a.json', { word: 'again' }, storage, condition), 'stored');
  assert.equal(await writeRecord('a.json', { word: 'late' }, storage, condition), 'refused');
  assert.deepEqual(await readRecord('a.json', Note, storage), { word: 'again' });
});

test('a record is one line of JSON with a line feed', async () => {
  const storage = memoryStorage();
  await writeRecord('a.json', { word: 'hello' }, storage);
  assert.equal(await readRecordText('a.json', storage), '{"word":"hello"}\n');
});

test('an absent record is undefined to findRecord and RecordMissing to readRecord', async () => {
  const storage = memoryStorage();
  assert.equal(await findRecord('a.json', Note, storage), undefined);
  const missing = { name: 'RecordMissing', message: /^a\.json is not there/ };
  await assert.rejects(readRecord('a.json', Note, storage), missing);
  await assert.rejects(readRecordText('a.json', storage), missing);
});

for (const text of ['', 'marker', '{"word":1}', '{"word":"a","marker":"b"}', '[]', 'null'])
  test(`a record with ${text || 'nothing'} is RecordInvalid, and the message does not quote it`, async () => {
    const storage = await holding(text);
    const unreadable = {
      name: 'RecordInvalid',
      message: 'a.json is not what this version of Sluice writes',
    };
    await assert.rejects(findRecord('a.json', Note, storage), unreadable);
    await assert.rejects(readRecord('a.json', Note, storage), unreadable);
  });

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Storage } from '../../lambdas/lake/storage.ts';
import { crc32cOf, memoryStorage } from './memory-storage.ts';

test('an object is read back with its ETag, and an unknown key is undefined', async () => {
  const storage = memoryStorage();
  assert.equal(await storage.read('a'), undefined);
  await storage.put('a', 'one');
  assert.deepEqual(await storage.read('a'), {
    text: 'one',
    etag: '"f97c5d29941bfb1b2fdab0874906ab82"',
  });
});

test('an object keeps its bytes when its buffer is used again', async () => {
  const storage = memoryStorage();
  const body = Buffer.from('one');
  await storage.put('a', body);
  body.fill('x');
  assert.equal((await storage.read('a'))?.text, 'one');
});

test('of two writers of a new key one is refused', async () => {
  const storage = memoryStorage();
  const puts = ['one', 'two'].map((body) => storage.put('a', body, { kind: 'if-absent' }));
  assert.deepEqual(await Promise.all(puts), ['stored', 'refused']);
  assert.equal((await storage.read('a'))?.text, 'one');
});

test('an overwrite of a version that was not read is refused', async () => {
  const storage = memoryStorage();
  await storage.put('a', 'one');
  const etag = (await storage.read('a'))?.etag ?? '';
  assert.equal(await storage.put('a', 'two', { kind: 'if-match', etag }), 'stored');
  assert.equal(await storage.put('a', 'three', { kind: 'if-match', etag }), 'refused');
  assert.equal(await storage.put('b', 'one', { kind: 'if-match', etag }), 'refused');
});

test('a listing has every key below the prefix, in order, with its bytes', async () => {
  const storage = memoryStorage();
  for (const key of ['p/b', 'q', 'p/a', 'p/a/c', 'P/a']) await storage.put(key, key);
  const listed: object[] = [];
  for await (const object of storage.list('p/')) listed.push(object);
  assert.deepEqual(listed, [
    { key: 'p/a', bytes: 3 },
    { key: 'p/a/c', bytes: 5 },
    { key: 'p/b', bytes: 3 },
  ]);
});

const part = (storage: Storage, id: string, number: number, text: string) =>
  storage.uploadPart('a', id, number, Buffer.from(text), crc32cOf(Buffer.from(text)));

const whole = (text: string) => ({ bytes: text.length, crc32c: crc32cOf(Buffer.from(text)) });

test('an upload is invisible until it is complete, and then no longer open', async () => {
  const storage = memoryStorage(1);
  const id = await storage.createUpload('a');
  const first = await part(storage, id, 1, 'on');
  const second = await part(storage, id, 2, 'e');
  assert.equal(await storage.read('a'), undefined);
  assert.deepEqual(await storage.openUploads('a'), [{ key: 'a', uploadId: id }]);
  await storage.completeUpload('a', id, [first, second], whole('one'));
  assert.equal((await storage.read('a'))?.text, 'one');
  assert.match((await storage.read('a'))?.etag ?? '', /^"[0-9a-f]{32}-2"$/);
  assert.deepEqual(await storage.openUploads(''), []);
  await assert.rejects(storage.completeUpload('a', id, [first], whole('one')), {
    name: 'NoSuchUpload',
  });
});

test('an aborted upload takes no more parts, and can be aborted again', async () => {
  const storage = memoryStorage();
  const id = await storage.createUpload('a');
  await storage.abortUpload('a', id);
  await storage.abortUpload('a', id);
  const late = part(storage, id, 1, 'one');
  await assert.rejects(late, { name: 'NoSuchUpload' });
});

test('a part that is sent again replaces the first', async () => {
  const storage = memoryStorage();
  const id = await storage.createUpload('a');
  const first = await part(storage, id, 1, 'one');
  const again = await part(storage, id, 1, 'two');
  await assert.rejects(storage.completeUpload('a', id, [first], whole('one')), {
    name: 'InvalidPart',
  });
  await storage.completeUpload('a', id, [again], whole('two'));
  assert.equal((await storage.read('a'))?.text, 'two');
});

test('parts out of order, small parts before the last and no parts are refused as in S3', async () => {
  const storage = memoryStorage();
  const id = await storage.createUpload('a');
  const first = await part(storage, id, 1, 'one');
  const second = await part(storage, id, 2, 'two');
  const complete = (parts: (typeof first)[]) =>
    storage.completeUpload('a', id, parts, whole('onetwo'));
  await assert.rejects(complete([second, first]), { name: 'InvalidPartOrder' });
  await assert.rejects(complete([first, second]), { name: 'EntityTooSmall' });
  await assert.rejects(complete([]), { name: 'MalformedXML' });
  assert.equal(await storage.read('a'), undefined);
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Storage } from '../../../lambdas/lake/storage.ts';
import { crc32cOf } from '../../fakes/memory-storage.ts';

const MIB = 1024 ** 2;

/** Uploads two parts of text, each with its CRC-32C. */
async function twoParts(storage: Storage, key: string) {
  const bodies = [Buffer.alloc(5 * MIB, 'ab\n'), Buffer.from('the rest\n')];
  const uploadId = await storage.createUpload(key);
  const parts = [];
  for (const [i, body] of bodies.entries())
    parts.push(await storage.uploadPart(key, uploadId, i + 1, body, crc32cOf(body)));
  const all = Buffer.concat(bodies);
  return { uploadId, parts, all, whole: { bytes: all.length, crc32c: crc32cOf(all) } };
}

const uploadCases: StorageCase[] = [
  {
    name: 'parts become an object with their bytes and the checksum of the whole (S8, S10)',
    async run(storage, folder) {
      const key = `${folder}/a`;
      const { uploadId, parts, all, whole } = await twoParts(storage, key);
      assert.equal(await storage.read(key), undefined);
      assert.deepEqual(await storage.openUploads(`${folder}/`), [{ key, uploadId }]);
      assert.equal(await storage.completeUpload(key, uploadId, parts, whole), 'stored');
      assert.equal((await storage.read(key))?.text, all.toString());
      assert.deepEqual(await storage.openUploads(`${folder}/`), []);
    },
  },
  {
    name: 'a part that does not match its CRC-32C is refused (S8)',
    async run(storage, folder) {
      const uploadId = await storage.createUpload(`${folder}/a`);
      const sent = storage.uploadPart(`${folder}/a`, uploadId, 1, randomBytes(9), 'mnG7TA==');
      await assert.rejects(sent, { name: 'BadDigest' });
    },
  },
  {
    name: 'parts that do not match the expected object do not become one (S8)',
    async run(storage, folder) {
      const key = `${folder}/a`;
      const { uploadId, parts, whole } = await twoParts(storage, key);
      const other = { ...whole, crc32c: 'mnG7TA==' };
      await assert.rejects(storage.completeUpload(key, uploadId, parts, other), {
        name: 'BadDigest',
      });
      const longer = { ...whole, bytes: whole.bytes + 1 };
      await assert.rejects(storage.completeUpload(key, uploadId, parts, longer), {
        name: 'InvalidRequest',
      });
      assert.equal(await storage.read(key), undefined);
    },
  },
  {
    name: 'an upload is not completed over an existing object (S7)',
    async run(storage, folder) {
      const key = `${folder}/a`;
      await storage.put(key, 'there before');
      const { uploadId, parts, whole } = await twoParts(storage, key);
      const completed = storage.completeUpload(key, uploadId, parts, whole, { kind: 'if-absent' });
      assert.equal(await completed, 'refused');
      assert.equal((await storage.read(key))?.text, 'there before');
    },
  },
  {
    name: 'an aborted upload takes no more parts, and may be aborted again',
    async run(storage, folder) {
      const key = `${folder}/a`;
      const uploadId = await storage.createUpload(key);
      await storage.abortUpload(key, uploadId);
      await storage.abortUpload(key, uploadId);
      const part = storage.uploadPart(key, uploadId, 1, Buffer.from('hello'), 'mnG7TA==');
      await assert.rejects(part, { name: 'NoSuchUpload' });
    },
  },
];

/** The contract of every Storage; rejects if it is broken. `folder` is the case's own. */
export type StorageCase = { name: string; run(storage: Storage, folder: string): Promise<void> };

const keysOf = async (storage: Storage, prefix: string) =>
  (await Readable.from(storage.list(prefix)).toArray()).map(({ key }) => key);

const objectCases: StorageCase[] = [
  {
    name: 'an object is read with its ETag, and an absent one is undefined',
    async run(storage, folder) {
      assert.equal(await storage.read(`${folder}/a`), undefined);
      for (const text of ['one', 'zwei €\n', '']) {
        assert.equal(await storage.put(`${folder}/a`, text), 'stored');
        const found = await storage.read(`${folder}/a`);
        assert.equal(found?.text, text);
        assert.match(found?.etag ?? '', /^".+"$/);
      }
    },
  },
  {
    name: 'a key may contain any character of a path',
    async run(storage, folder) {
      const key = `${folder}/export_date=2026-01-01/a b+c(d)!'*~&=ä€😀%2F.json`;
      await storage.put(key, 'x');
      assert.equal((await storage.read(key))?.text, 'x');
      assert.deepEqual(await keysOf(storage, `${folder}/export_date=2026-01-01/a b+`), [key]);
    },
  },
  {
    name: 'of concurrent writers with `if-absent` one wins, and the others are refused (S7)',
    async run(storage, folder) {
      const writes = ['1', '2', '3'].map((text) =>
        storage.put(`${folder}/a`, text, { kind: 'if-absent' }),
      );
      const ends = await Promise.all(writes);
      assert.deepEqual(ends.sort(), ['refused', 'refused', 'stored']);
    },
  },
  {
    name: 'a write over another version than the expected one is refused (S7)',
    async run(storage, folder) {
      await storage.put(`${folder}/a`, 'one');
      const etag = (await storage.read(`${folder}/a`))?.etag ?? '';
      const condition = { kind: 'if-match', etag } as const;
      assert.equal(await storage.put(`${folder}/a`, 'two', condition), 'stored');
      assert.equal(await storage.put(`${folder}/a`, 'three', condition), 'refused');
      assert.equal(await storage.put(`${folder}/b`, 'one', condition), 'refused');
    },
  },
  {
    name: 'a body that does not match its CRC-32C is not stored (S8)',
    async run(storage, folder) {
      const hello = Buffer.from('hello');
      assert.equal(await storage.put(`${folder}/a`, hello, undefined, 'mnG7TA=='), 'stored');
      const other = storage.put(`${folder}/b`, Buffer.from('other'), undefined, 'mnG7TA==');
      await assert.rejects(other, { name: 'BadDigest' });
      assert.equal(await storage.read(`${folder}/b`), undefined);
    },
  },
  {
    name: 'a listing has every key below the prefix, in order, with its size',
    async run(storage, folder) {
      for (const name of ['p/b', 'q', 'p/a', 'p/c/d', 'P/a'])
        await storage.put(`${folder}/${name}`, name);
      const listed = await Readable.from(storage.list(`${folder}/p/`)).toArray();
      assert.deepEqual(listed, [
        { key: `${folder}/p/a`, bytes: 3 },
        { key: `${folder}/p/b`, bytes: 3 },
        { key: `${folder}/p/c/d`, bytes: 5 },
      ]);
      assert.deepEqual(await keysOf(storage, `${folder}/none/`), []);
    },
  },
];

export const storageCases: StorageCase[] = [...objectCases, ...uploadCases];

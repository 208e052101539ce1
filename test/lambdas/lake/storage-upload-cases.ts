import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Storage } from '../../../lambdas/lake/storage.ts';
import { crc32cOf } from '../../fakes/crc32c-of.ts';
import type { StorageCase } from './storage-cases.ts';

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

export const uploadCases: StorageCase[] = [
  {
    name: 'parts become an object that has the checksum of the whole, byte for byte (S8, S10)',
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
    name: 'a part that is not what its CRC-32C says is refused (S8)',
    async run(storage, folder) {
      const uploadId = await storage.createUpload(`${folder}/a`);
      const sent = storage.uploadPart(`${folder}/a`, uploadId, 1, randomBytes(9), 'mnG7TA==');
      await assert.rejects(sent, { name: 'BadDigest' });
    },
  },
  {
    name: 'parts that are not the whole do not become an object (S8)',
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
    name: 'an upload is not completed over an object that is there (S7)',
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
    name: 'an upload that was given up takes no more parts, and may be given up again',
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

import assert from 'node:assert/strict';
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type Case, refusedWith } from './case.ts';
import { bytesOf, get, head, put, textOf } from './objects.ts';

export const objectCases: Case[] = [
  {
    name: 'an object is read back byte for byte, and HEAD gives its size',
    async run(clients) {
      const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 256));
      await put(clients, 'objects/bytes.bin', bytes);
      assert.deepEqual(await bytesOf(clients, 'objects/bytes.bin'), bytes);
      assert.equal((await head(clients, 'objects/bytes.bin')).ContentLength, 1000);
    },
  },
  {
    name: 'an empty object is an object',
    async run(clients) {
      await put(clients, 'objects/empty', '');
      assert.equal(await textOf(clients, 'objects/empty'), '');
      assert.equal((await head(clients, 'objects/empty')).ContentLength, 0);
    },
  },
  {
    name: 'an object of 3 MB is read back whole',
    async run(clients) {
      const bytes = Buffer.alloc(3_000_001, 'line of a file\n');
      await put(clients, 'objects/large', bytes);
      assert.ok(bytes.equals(await bytesOf(clients, 'objects/large')));
    },
  },
  {
    name: 'PUT, GET and HEAD give the same ETag, and a different one after an overwrite',
    async run(clients) {
      const first = await put(clients, 'objects/etag', 'one');
      assert.equal((await head(clients, 'objects/etag')).ETag, first.ETag);
      assert.equal((await get(clients, 'objects/etag')).ETag, first.ETag);
      const second = await put(clients, 'objects/etag', 'two');
      assert.notEqual(second.ETag, first.ETag);
      assert.equal((await head(clients, 'objects/etag')).ETag, second.ETag);
    },
  },
  {
    name: 'an unknown key is NoSuchKey for GET and NotFound for HEAD',
    async run(clients) {
      await refusedWith(get(clients, 'objects/none'), 'NoSuchKey');
      await refusedWith(head(clients, 'objects/none'), 'NotFound');
    },
  },
  {
    name: 'the folder of an object is not an object',
    async run(clients) {
      await put(clients, 'objects/folder/file', 'x');
      await refusedWith(get(clients, 'objects/folder'), 'NoSuchKey');
      await refusedWith(head(clients, 'objects/folder'), 'NotFound');
    },
  },
  {
    name: 'another bucket is NoSuchBucket',
    async run(clients) {
      const other = { ...clients, bucket: 'another-lake' };
      await refusedWith(put(other, 'objects/x', 'x'), 'NoSuchBucket');
    },
  },
  {
    name: 'a deleted object is gone, and deleting it again is not an error',
    async run(clients) {
      await put(clients, 'objects/deleted/deep/x', 'x');
      const command = { Bucket: clients.bucket, Key: 'objects/deleted/deep/x' };
      await clients.s3.send(new DeleteObjectCommand(command));
      await clients.s3.send(new DeleteObjectCommand(command));
      await refusedWith(get(clients, 'objects/deleted/deep/x'), 'NoSuchKey');
      await put(clients, 'objects/deleted', 'a key where a folder was');
      assert.equal(await textOf(clients, 'objects/deleted'), 'a key where a folder was');
    },
  },
  {
    name: 'keys keep spaces, plus, percent, ampersand and letters beyond ASCII, with their sizes',
    async run(clients) {
      const keys = ['odd/a b+c%20d&e<f>"g".json', 'odd/Zürich 日本 😀.ndjson', "odd/x:y@z='(1)'"];
      for (const key of keys) await put(clients, key, key);
      const { s3, bucket } = clients;
      for (const key of keys) {
        assert.equal(await textOf(clients, key), key);
        const found = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key }));
        assert.deepEqual(
          found.Contents?.map(({ Key, Size }) => [Key, Size]),
          [[key, Buffer.byteLength(key)]],
        );
      }
    },
  },
];

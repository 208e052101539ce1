import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type Case, refusedWith } from './case.ts';
import { bytesOf, get, put, textOf } from './objects.ts';
import { abort, complete, create, openUploads, partsOf, sendPart } from './uploads.ts';

const MIB = 1024 ** 2;

export const multipartCases: Case[] = [
  {
    name: 'parts of 5 MiB and a short last one become one object, byte for byte',
    async run(clients) {
      const bytes = randomBytes(15 * MIB + 1234);
      const upload = await create(clients, 'multipart/whole');
      const parts = [];
      for (const partNumber of [4, 2, 3, 1]) {
        const part = bytes.subarray((partNumber - 1) * 5 * MIB, partNumber * 5 * MIB);
        parts.unshift(await sendPart(clients, upload, partNumber, part));
      }
      parts.sort((one, other) => one.PartNumber - other.PartNumber);
      await refusedWith(get(clients, 'multipart/whole'), 'NoSuchKey');
      await complete(clients, upload, parts);
      assert.ok(bytes.equals(await bytesOf(clients, 'multipart/whole')));
      assert.equal((await bytesOf(clients, 'multipart/whole', 'bytes=5242879-5242880')).length, 2);
    },
  },
  {
    name: 'a part that is sent again replaces the first one',
    async run(clients) {
      const upload = await create(clients, 'multipart/again');
      await sendPart(clients, upload, 1, Buffer.from('first'));
      const part = await sendPart(clients, upload, 1, Buffer.from('second'));
      await complete(clients, upload, [part]);
      assert.equal(await textOf(clients, 'multipart/again'), 'second');
    },
  },
  {
    name: 'a part below 5 MiB before the last is EntityTooSmall, and the upload stays open',
    async run(clients) {
      const upload = await create(clients, 'multipart/small');
      const parts = [
        await sendPart(clients, upload, 1, Buffer.alloc(5 * MIB - 1)),
        await sendPart(clients, upload, 2, Buffer.from('x')),
      ];
      await refusedWith(complete(clients, upload, parts), 'EntityTooSmall');
      assert.deepEqual(await partsOf(clients, upload), [1, 2]);
    },
  },
  {
    name: 'a part that was not uploaded, or has another ETag, is InvalidPart',
    async run(clients) {
      const upload = await create(clients, 'multipart/invalid');
      const part = await sendPart(clients, upload, 1, Buffer.from('x'));
      const missing = complete(clients, upload, [{ ...part, PartNumber: 2 }]);
      await refusedWith(missing, 'InvalidPart');
      const other = complete(clients, upload, [{ ...part, ETag: '"0"' }]);
      await refusedWith(other, 'InvalidPart');
    },
  },
  {
    name: 'parts out of order are InvalidPartOrder',
    async run(clients) {
      const upload = await create(clients, 'multipart/order');
      const one = await sendPart(clients, upload, 1, Buffer.alloc(5 * MIB));
      const two = await sendPart(clients, upload, 2, Buffer.alloc(5 * MIB));
      await refusedWith(complete(clients, upload, [two, one]), 'InvalidPartOrder');
      await refusedWith(complete(clients, upload, [one, one]), 'InvalidPartOrder');
    },
  },
  {
    name: 'an upload without parts is MalformedXML',
    async run(clients) {
      const upload = await create(clients, 'multipart/none');
      await refusedWith(complete(clients, upload, []), 'MalformedXML');
    },
  },
  {
    name: 'completing with If-None-Match: * does not overwrite an object',
    async run(clients) {
      await put(clients, 'multipart/there', 'there before');
      const upload = await create(clients, 'multipart/there');
      const part = await sendPart(clients, upload, 1, Buffer.from('late'));
      await refusedWith(complete(clients, upload, [part], '*'), 'PreconditionFailed');
      assert.equal(await textOf(clients, 'multipart/there'), 'there before');
    },
  },
  {
    name: 'listing or aborting an aborted upload is NoSuchUpload',
    async run(clients) {
      const upload = await create(clients, 'multipart/aborted');
      await sendPart(clients, upload, 1, Buffer.from('x'));
      await abort(clients, upload);
      await refusedWith(partsOf(clients, upload), 'NoSuchUpload');
      await refusedWith(abort(clients, upload), 'NoSuchUpload');
    },
  },
  {
    name: 'sending a part of an aborted upload, or completing it, is NoSuchUpload',
    async run(clients) {
      const upload = await create(clients, 'multipart/late');
      const part = await sendPart(clients, upload, 1, Buffer.from('x'));
      await abort(clients, upload);
      await refusedWith(sendPart(clients, upload, 2, Buffer.from('x')), 'NoSuchUpload');
      await refusedWith(complete(clients, upload, [part]), 'NoSuchUpload');
    },
  },
  {
    name: 'a completed upload is no longer open',
    async run(clients) {
      const upload = await create(clients, 'multipart/open/done');
      const part = await sendPart(clients, upload, 1, Buffer.from('x'));
      await complete(clients, upload, [part]);
      assert.deepEqual(await openUploads(clients, 'multipart/open/done'), []);
    },
  },
  {
    name: 'open uploads are listed below a prefix',
    async run(clients) {
      const listed = await create(clients, 'multipart/listed/a');
      await create(clients, 'multipart/other/a');
      assert.deepEqual(await openUploads(clients, 'multipart/listed/'), [listed]);
    },
  },
  {
    name: 'open uploads are listed in the order of their keys, whatever their age',
    async run(clients) {
      const second = await create(clients, 'multipart/sorted/b');
      const first = await create(clients, 'multipart/sorted/a');
      assert.deepEqual(await openUploads(clients, 'multipart/sorted/'), [first, second]);
    },
  },
  {
    name: 'an upload id belongs to its key',
    async run(clients) {
      const upload = await create(clients, 'multipart/mine');
      const other = { ...upload, Key: 'multipart/yours' };
      await refusedWith(sendPart(clients, other, 1, Buffer.from('x')), 'NoSuchUpload');
    },
  },
];

import assert from 'node:assert/strict';
import { type Case, refusedWith } from './case.ts';
import { bytesOf, get, put } from './objects.ts';

const DIGITS = '0123456789';

async function rangeOf(clients: Parameters<Case['run']>[0], range: string): Promise<string> {
  await put(clients, 'ranges/digits', DIGITS);
  return (await bytesOf(clients, 'ranges/digits', range)).toString();
}

export const rangeCases: Case[] = [
  {
    name: 'a range gives its bytes, first and last inclusive, and Content-Range',
    async run(clients) {
      assert.equal(await rangeOf(clients, 'bytes=2-4'), '234');
      const answer = await get(clients, 'ranges/digits', { Range: 'bytes=2-4' });
      assert.equal(answer.ContentRange, 'bytes 2-4/10');
      assert.equal(answer.ContentLength, 3);
      assert.equal(answer.$metadata.httpStatusCode, 206);
    },
  },
  {
    name: 'an open range reaches to the end, and so does a range beyond it',
    async run(clients) {
      assert.equal(await rangeOf(clients, 'bytes=7-'), '789');
      assert.equal(await rangeOf(clients, 'bytes=7-400'), '789');
    },
  },
  {
    name: 'a suffix range gives the last bytes',
    async run(clients) {
      assert.equal(await rangeOf(clients, 'bytes=-3'), '789');
      assert.equal(await rangeOf(clients, 'bytes=-300'), DIGITS);
    },
  },
  {
    name: 'a range after the end is InvalidRange',
    async run(clients) {
      await put(clients, 'ranges/short', 'x');
      await refusedWith(get(clients, 'ranges/short', { Range: 'bytes=1-' }), 'InvalidRange');
    },
  },
];

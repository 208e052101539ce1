import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Case, refusedWith } from './case.ts';
import { get, put, textOf } from './objects.ts';

/** The checksums of "another body", each of which "the body" must not pass. */
const another = (algorithm: string) =>
  createHash(algorithm).update('another body').digest('base64');
const wrong = [
  { algorithm: 'CRC32', declared: { ChecksumCRC32: 'AAAAAA==' } },
  { algorithm: 'CRC32C', declared: { ChecksumCRC32C: 'AAAAAA==' } },
  { algorithm: 'SHA-256', declared: { ChecksumSHA256: another('sha256') } },
  { algorithm: 'MD5', declared: { ContentMD5: another('md5') } },
];

const refusals = wrong.map(({ algorithm, declared }) => ({
  name: `a body that does not have its declared ${algorithm} is BadDigest and not stored (S8)`,
  async run(clients: Parameters<Case['run']>[0]) {
    const key = `integrity/wrong-${algorithm}`;
    await refusedWith(put(clients, key, 'the body', declared), 'BadDigest');
    await refusedWith(get(clients, key), 'NoSuchKey');
  },
}));

export const integrityCases: Case[] = [
  ...refusals,
  {
    name: 'each checksum algorithm that the SDK computes is accepted and confirmed',
    async run(clients) {
      const crc32 = await put(clients, 'integrity/sum', 'hello', { ChecksumAlgorithm: 'CRC32' });
      const crc32c = await put(clients, 'integrity/sum', 'hello', { ChecksumAlgorithm: 'CRC32C' });
      const sha256 = await put(clients, 'integrity/sum', 'hello', { ChecksumAlgorithm: 'SHA256' });
      assert.equal(crc32.ChecksumCRC32, 'NhCmhg==');
      assert.equal(crc32c.ChecksumCRC32C, 'mnG7TA==');
      const expected = createHash('sha256').update('hello').digest('base64');
      assert.equal(sha256.ChecksumSHA256, expected);
    },
  },
  {
    name: 'a stream is stored without its aws-chunked framing, and its trailing checksum is verified',
    async run(clients) {
      const lines = Array.from(
        { length: 3000 },
        (_, i) => `{"line":${i},"text":"${'x'.repeat(40)}"}\n`,
      );
      const text = lines.join('');
      const body = Readable.from(lines.map((line) => Buffer.from(line)));
      await put(clients, 'integrity/stream', body, { ContentLength: text.length });
      assert.equal(await textOf(clients, 'integrity/stream'), text);
    },
  },
  {
    name: 'a stream that is shorter than its declared length is IncompleteBody and not stored',
    async run(clients) {
      const body = Readable.from([Buffer.from('short')]);
      const write = put(clients, 'integrity/short', body, { ContentLength: 50 });
      await refusedWith(write, 'IncompleteBody');
      await refusedWith(get(clients, 'integrity/short'), 'NoSuchKey');
    },
  },
];

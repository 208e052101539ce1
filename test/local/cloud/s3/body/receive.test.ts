import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declaredChecksums } from '../../../../../local/cloud/s3/body/checksums.ts';
import { checkedContent } from '../../../../../local/cloud/s3/body/receive.ts';

const CRC32_OF_HELLO = 'NhCmhg==';

/** Receives a body under these headers, as `receive` does. */
async function receive(headers: Record<string, string>, body: string): Promise<string> {
  const runs: Buffer[] = [];
  const content = checkedContent({ headers, body: Buffer.from(body) }, declaredChecksums(headers));
  for await (const run of content) runs.push(run);
  return Buffer.concat(runs).toString();
}

const chunked = {
  'content-encoding': 'aws-chunked',
  'x-amz-decoded-content-length': '5',
  'x-amz-trailer': 'x-amz-checksum-crc32',
};

const trailing = (trailer: string) => `5\r\nhello\r\n0\r\n${trailer}\r\n`;

test('a trailing checksum is verified', async () => {
  const right = trailing(`x-amz-checksum-crc32:${CRC32_OF_HELLO}\r\n`);
  assert.equal(await receive(chunked, right), 'hello');
  const wrong = trailing('x-amz-checksum-crc32:AAAAAA==\r\n');
  await assert.rejects(receive(chunked, wrong), { code: 'BadDigest' });
});

test('a missing trailer that was announced is an error', async () => {
  await assert.rejects(receive(chunked, trailing('')), { code: 'MalformedTrailerError' });
});

test('a trailer that is not built is NotImplemented, not ignored', async () => {
  const headers = { ...chunked, 'x-amz-trailer': 'x-amz-checksum-crc64nvme' };
  await assert.rejects(receive(headers, trailing('')), { code: 'NotImplemented' });
});

test('a declared length must be the length of the content', async () => {
  assert.equal(await receive({ 'content-length': '5' }, 'hello'), 'hello');
  await assert.rejects(receive({ 'content-length': '6' }, 'hello'), { code: 'IncompleteBody' });
  const headers = { ...chunked, 'x-amz-decoded-content-length': '4' };
  const body = trailing(`x-amz-checksum-crc32:${CRC32_OF_HELLO}\r\n`);
  await assert.rejects(receive(headers, body), { code: 'IncompleteBody' });
});

import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { AwsRequest } from '../../../../../lambdas/shared/aws/wire/request.ts';
import { sign } from '../../../../../lambdas/shared/aws/wire/sign.ts';

const AT = new Date('2026-03-01T03:00:00Z');
const credentials = { accessKeyId: 'test-client', secretAccessKey: 'test-client' };
const body = Buffer.from('{"a":1}');
const base: AwsRequest = {
  ...{ service: 's3', operation: 'PutObject', method: 'PUT', origin: 'https://lake.example' },
  ...{ path: '/a%3Db/c%20d', query: { partNumber: '1', 'upload Id': 'ä/+' } },
  ...{ headers: { 'if-none-match': '*' }, body, refusalIn: () => undefined },
};
const signed = (request: Partial<AwsRequest>, sessionToken?: string) => {
  const given = { ...credentials, ...(sessionToken && { sessionToken }) };
  const deps = { region: 'eu-west-1', credentials: async () => given };
  return sign({ ...base, ...request }, AT, deps);
};
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

/** Signature Version 4 as AWS's documentation has it, step by step. */
function expected(service: string, canonical: string[]): string {
  const scope = `20260301/eu-west-1/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', '20260301T030000Z', scope, sha256(canonical.join('\n'))];
  const hmac = (key: string | Buffer, data: string) =>
    createHmac('sha256', key).update(data).digest();
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  return hmac(key, text.join('\n')).toString('hex');
}

const signatureOf = (headers: Readonly<Record<string, string>>) =>
  headers.authorization?.split('Signature=')[1];

test('a request to S3 is signed as documented, its payload unsigned', async () => {
  const { headers, path } = await signed({});
  assert.equal(path, '/a%3Db/c%20d?partNumber=1&upload%20Id=%C3%A4%2F%2B');
  assert.equal(headers['x-amz-content-sha256'], 'UNSIGNED-PAYLOAD');
  const canonical = [
    ...['PUT', '/a%3Db/c%20d', 'partNumber=1&upload%20Id=%C3%A4%2F%2B'],
    ...['host:lake.example', 'if-none-match:*'],
    ...['x-amz-content-sha256:UNSIGNED-PAYLOAD', 'x-amz-date:20260301T030000Z', ''],
    ...['host;if-none-match;x-amz-content-sha256;x-amz-date', 'UNSIGNED-PAYLOAD'],
  ];
  assert.equal(signatureOf(headers), expected('s3', canonical));
});

test('over plain http, and to every other API, the payload is signed', async () => {
  const plain = await signed({ origin: 'http://127.0.0.1:4566' });
  assert.equal(plain.headers.host, '127.0.0.1:4566');
  assert.equal(plain.headers['x-amz-content-sha256'], sha256(body));
  const { headers } = await signed({ service: 'glue', path: '/', query: {}, headers: {} });
  const canonical = [
    ...['PUT', '/', '', 'host:lake.example'],
    ...[`x-amz-content-sha256:${sha256(body)}`, 'x-amz-date:20260301T030000Z', ''],
    ...['host;x-amz-content-sha256;x-amz-date', sha256(body)],
  ];
  assert.equal(signatureOf(headers), expected('glue', canonical));
});

test('credentials that expire come with their session token, which is signed', async () => {
  const { headers } = await signed({}, 'session');
  assert.equal(headers['x-amz-security-token'], 'session');
  assert.match(headers.authorization ?? '', /SignedHeaders=[^,]*x-amz-security-token/);
});

test('the body goes on as it is', async () => {
  assert.equal((await signed({})).body, body);
});

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import type { WireRequest } from '../../../lambdas/shared/aws/wire/request.ts';
import { inProcessSend } from '../../../local/cloud/in-process-send.ts';
import type { CloudRequest } from '../../../local/cloud/service.ts';

const request: WireRequest = {
  ...{ method: 'PUT', origin: 'http://127.0.0.1', path: '/lake/a%20b?x=1', headers: { a: 'b' } },
  body: Buffer.from('hello'),
};

test('a request reaches the cloud as over a socket, and its answer comes whole', async () => {
  const asked: CloudRequest[] = [];
  const send = inProcessSend(async (each) => {
    asked.push(each);
    return { status: 200, headers: { etag: '"1"' }, body: Readable.from([Buffer.from('ok')]) };
  });
  const { status, headers, body } = await send(request);
  assert.deepEqual([status, headers.etag, body.toString()], [200, '"1"', 'ok']);
  const [{ url, ...rest } = {}] = asked;
  assert.equal(`${url?.pathname}${url?.search}`, '/lake/a%20b?x=1');
  assert.deepEqual(rest, {
    method: 'PUT',
    headers: { a: 'b', 'content-length': '5' },
    body: request.body,
  });
});

test('a path that would name another object is refused as S3 refuses it (M8)', async () => {
  const send = inProcessSend(async () => ({ status: 200, headers: {}, body: Buffer.alloc(0) }));
  const { status, body } = await send({ ...request, path: '/lake/a/../b' });
  assert.equal(status, 400);
  assert.match(body.toString(), /<Code>InvalidURI<\/Code>/);
});

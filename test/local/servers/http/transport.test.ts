import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { nodeHttp } from '../../../../lambdas/http/node-http.ts';
import { listen } from '../../../../local/servers/http/transport.ts';
import { oneUpSte } from '../../../../local/servers/one-up/ste.ts';
import { aCustomer, clientHeaders } from '../customer.ts';
import { answering, aRequest } from './transports.ts';

test('a server listens only on loopback, and its links have the origin of the request', async () => {
  const { url, close } = await listen(oneUpSte(aCustomer()));
  const request = aRequest(`${url}/bulk-data/r4/$export`, { headers: clientHeaders });
  const { headers, body } = await nodeHttp()(request);
  body.resume();
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.ok(headers['content-location']?.startsWith(`${url}/bulk-data/r4/$export/job/`));
  const elsewhere = url.replace('127.0.0.1', '127.0.0.2');
  await assert.rejects(nodeHttp()(aRequest(elsewhere)), { name: 'ConnectionFailed' });
  await close();
});

test('a port that is taken is refused, and free again after close', async () => {
  const first = await listen(oneUpSte(aCustomer()));
  const port = Number(new URL(first.url).port);
  await assert.rejects(listen(oneUpSte(aCustomer()), port), { code: 'EADDRINUSE' });
  await first.close();
  const second = await listen(oneUpSte(aCustomer()), port);
  assert.equal(second.url, first.url);
  await second.close();
});

test('one connection serves many requests', async () => {
  const ports = new Set<string | undefined>();
  const server = answering(async () => ({ status: 200, headers: {}, body: 'a' }));
  const { url, close } = await listen(server);
  const http = nodeHttp();
  for (let nth = 0; nth < 3; nth += 1) {
    const { headers, body } = await http(aRequest(url));
    ports.add(headers.connection);
    await body.toArray();
  }
  assert.deepEqual([...ports], ['keep-alive']);
  await close();
});

test('a body is not produced faster than the client reads it', async () => {
  let made = 0;
  async function* large() {
    for (; made < 500; made += 1) yield Buffer.alloc(1024 ** 2);
  }
  const server = answering(async () => ({
    status: 200,
    headers: {},
    body: Readable.from(large()),
  }));
  const { url, close } = await listen(server);
  const { body } = await nodeHttp()(aRequest(url));
  await body[Symbol.asyncIterator]().next();
  assert.ok(made < 100, `${made} MiB made`);
  body.destroy();
  await close();
});

test('an unexpected error of the server is 500', async () => {
  const { url, close } = await listen(
    answering(async () => {
      throw new TypeError('a mistake');
    }),
  );
  const { status, body } = await nodeHttp()(aRequest(url));
  body.resume();
  assert.equal(status, 500);
  await close();
});

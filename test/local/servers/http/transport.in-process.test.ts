import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionFailed } from '../../../../lambdas/http/http.ts';
import { inProcessHttp } from '../../../../local/servers/http/transport.ts';
import { answering, aRequest } from './transports.ts';

const server = () => answering(async ({ url }) => ({ status: 200, headers: {}, body: url.origin }));
const refused = (error: unknown) => error instanceof ConnectionFailed && !error.sent;

test('a request goes only to the server of its origin', async () => {
  const servers = { 'https://a.example': server(), 'https://b.example:8443': server() };
  const http = inProcessHttp(servers);
  for (const origin of ['https://a.example', 'https://b.example:8443'])
    assert.equal((await (await http(aRequest(`${origin}/x`))).body.toArray()).join(''), origin);
  assert.deepEqual(
    Object.values(servers).map(({ requests }) => requests.length),
    [1, 1],
  );
});

test('an unknown origin refuses the connection, and nothing was sent', async () => {
  const http = inProcessHttp({ 'https://a.example': server() });
  for (const url of ['https://b.example/', 'https://a.example:444/', 'http://a.example/'])
    await assert.rejects(http(aRequest(url)), refused, url);
});

test('plain http is for private requests only', async () => {
  const http = inProcessHttp({ 'http://a.example': server() });
  await assert.rejects(http(aRequest('http://a.example/', { private: false })), refused);
  assert.equal((await http(aRequest('http://a.example/'))).status, 200);
});

test('an unexpected error of a server is passed on unchanged', async () => {
  const broken = answering(async () => {
    throw new TypeError('a mistake');
  });
  await assert.rejects(
    inProcessHttp({ 'https://a.example': broken })(aRequest('https://a.example/')),
    TypeError,
  );
});

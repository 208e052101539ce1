import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { HttpRequest } from '../../../../lambdas/http/http.ts';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';
import { get, head, TRANSPORTS } from '../both-transports.ts';

/** Whether the server may have seen a request decides how a lost kick-off fails (K4, K5). */

for (const [transport, open] of TRANSPORTS) {
  const http = open();
  const ask = async (context: TestContext, answer: RawAnswer, changes?: Partial<HttpRequest>) => {
    const { origin } = await rawServer(context, [answer]);
    return http(get(origin, changes));
  };

  test(`${transport}: a request whose connection is refused counts as not sent (K4)`, async (context) => {
    const { port } = await rawServer(context, []);
    const unused = port === 1 ? 2 : 1;
    await assert.rejects(http(get(`http://127.0.0.1:${unused}/`)), {
      name: 'ConnectionFailed',
      sent: false,
    });
  });

  test(`${transport}: a request to an unknown host counts as not sent, and its error names the host only`, async () => {
    await assert.rejects(http(get('http://nowhere.invalid/path?token=test-word')), {
      name: 'ConnectionFailed',
      message: /^GET nowhere\.invalid: getaddrinfo \w+ nowhere\.invalid$/,
      sent: false,
    });
  });

  test(`${transport}: a request whose TLS handshake fails counts as not sent (K4)`, async (context) => {
    const { port } = await rawServer(context, [{ bytes: 'no handshake\r\n\r\n', ends: 'closed' }]);
    await assert.rejects(http(get(`https://127.0.0.1:${port}/`)), {
      name: 'ConnectionFailed',
      sent: false,
    });
  });

  test(`${transport}: no answer in time counts as lost`, async (context) => {
    await assert.rejects(ask(context, { bytes: '' }, { timeoutSeconds: 1 }), {
      name: 'ConnectionFailed',
      message: /no answer in 1 s$/,
      sent: true,
    });
  });

  test(`${transport}: a GET is sent as given`, async (context) => {
    const server = await rawServer(context, [{ bytes: head('content-length: 0') }]);
    const headers = { accept: 'text/plain', 'x-word': 'ä' };
    const response = await http(get(`${server.origin}/a%20b?c=d#e`, { headers }));
    response.body.resume();
    assert.match(server.received(), /^GET \/a%20b\?c=d HTTP\/1\.1\r\n/);
    for (const line of [`host: 127.0.0.1:${server.port}`, 'accept: text/plain', 'x-word: ä'])
      assert(server.received().toLowerCase().includes(`\r\n${line}\r\n`), line);
    assert.match(server.received(), /\r\n\r\n$/);
  });

  test(`${transport}: a user name in the URL is sent as a credential`, async (context) => {
    const server = await rawServer(context, [{ bytes: head('content-length: 0') }]);
    (await http(get(server.origin.replace('//', '//user@')))).body.resume();
    assert.match(server.received(), /\r\nauthorization: Basic /i);
  });

  test(`${transport}: a header with a line break is not sent`, async (context) => {
    const server = await rawServer(context, [{ bytes: head('content-length: 0') }]);
    const headers = { authorization: 'a\r\nx-other: b' };
    await assert.rejects(http(get(server.origin, { headers })), { code: 'ERR_INVALID_CHAR' });
    assert.equal(server.received(), '');
  });

  test(`${transport}: method, headers and body are sent as given`, async (context) => {
    const server = await rawServer(context, [{ bytes: head('content-length: 0') }]);
    const url = `http://127.0.0.1:${server.port}/a?b=c`;
    const headers = { client_id: 'test-client', accept: 'text/plain' };
    const response = await http(get(url, { method: 'PUT', headers, body: 'hello' }));
    response.body.resume();
    assert.match(server.received(), /^PUT \/a\?b=c HTTP\/1\.1\r\nclient_id: test-client\r\n/);
    assert.match(server.received(), /\r\naccept: text\/plain\r\n/);
    assert.match(server.received(), /\r\ncontent-length: 5\r\n/i);
    assert.match(server.received(), /\r\n\r\nhello$/);
  });
}

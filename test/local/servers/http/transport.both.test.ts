import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import {
  ConnectionFailed,
  type HttpRequest,
  type HttpResponse,
} from '../../../../lambdas/http/http.ts';
import {
  type BulkServer,
  ConnectionLost,
  type ServerResponse,
} from '../../../../local/servers/http/server.ts';
import { answering, aRequest, transports } from './transports.ts';

const answer = (body: ServerResponse['body'], headers = {}): ServerResponse => ({
  status: 200,
  headers,
  body,
});
const always = (response: () => ServerResponse) => answering(async () => response());
const bytes = (...chunks: string[]) =>
  Readable.from(
    chunks.map((chunk) => Buffer.from(chunk)),
    { objectMode: false },
  );

type Get = (path: string, more?: Partial<HttpRequest>) => Promise<HttpResponse>;

for (const [name, connect] of Object.entries(transports)) {
  const reach = async (server: BulkServer, run: (get: Get, origin: string) => Promise<void>) => {
    const { http, origin, close } = await connect(server);
    await run((path, more) => http(aRequest(origin + path, more)), origin).finally(close);
  };

  test(`${name}: a request arrives with method, path, query, headers and body`, async () => {
    const server = always(() => answer(''));
    await reach(server, async (get, origin) => {
      const headers = { client_id: 'test-client', 'x-oneup-user-id': 'client' };
      const { body } = await get('/r4/$export?_type=A,B', { method: 'POST', headers, body: 'Ü' });
      body.resume();
      const [seen] = server.requests;
      assert.equal(seen?.url.href, `${origin}/r4/$export?_type=A,B`);
      assert.deepEqual([seen?.method, seen?.body], ['POST', 'Ü']);
      assert.equal(seen?.headers.client_id, 'test-client');
      assert.equal(seen?.headers['x-oneup-user-id'], 'client');
    });
  });

  test(`${name}: a text response has a length, a stream has chunks`, async () => {
    await reach(
      always(() => answer('Grüße', { 'x-a': 'b' })),
      async (get) => {
        const { status, headers, body } = await get('/');
        assert.deepEqual([status, headers['x-a'], headers['content-length']], [200, 'b', '7']);
        assert.equal(await text(body), 'Grüße');
      },
    );
    await reach(
      always(() => answer(bytes('a\n', 'b\n'))),
      async (get) => {
        const { headers, body } = await get('/');
        assert.equal(headers['content-length'], undefined);
        assert.equal(headers['transfer-encoding'], 'chunked');
        assert.equal(await text(body), 'a\nb\n');
      },
    );
  });

  test(`${name}: a response that closes the connection has neither, and nothing proves its end (D2)`, async () => {
    for (const body of ['abc', bytes('abc')])
      await reach(
        always(() => answer(body, { connection: 'close' })),
        async (get) => {
          const response = await get('/');
          assert.equal(response.headers['content-length'], undefined);
          assert.equal(response.headers['transfer-encoding'], undefined);
          assert.equal(await text(response.body), 'abc');
        },
      );
  });

  test(`${name}: a body shorter than its length errors while it is read (D1)`, async () => {
    for (const body of ['abc', Buffer.from('abc'), bytes('abc')])
      await reach(
        always(() => answer(body, { 'content-length': '6' })),
        async (get) => {
          await assert.rejects(text((await get('/')).body));
        },
      );
  });

  test(`${name}: a stream that breaks off errors while it is read (D1)`, async () => {
    async function* breaking() {
      yield Buffer.from('abc');
      throw new Error('broke');
    }
    await reach(
      always(() => answer(Readable.from(breaking()))),
      async (get) => {
        await assert.rejects(async () => text((await get('/')).body));
      },
    );
  });

  test(`${name}: a lost response is a failed connection after the request was sent (K5)`, async () => {
    const server = answering(async () => {
      throw new ConnectionLost('gone');
    });
    await reach(server, async (get) => {
      await assert.rejects(get('/'), (error) => error instanceof ConnectionFailed && error.sent);
      assert.equal(server.requests.length, 1);
    });
  });

  test(`${name}: a redirect is not followed`, async () => {
    const server = always(() => ({ status: 307, headers: { location: '/b' }, body: '' }));
    await reach(server, async (get) => {
      const { status, headers, body } = await get('/a');
      body.resume();
      assert.deepEqual([status, headers.location, server.requests.length], [307, '/b', 1]);
    });
  });
}

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { ROUTES } from '../../../lambdas/api/route.ts';
import { type ApiGatewaySettings, apiGateway } from '../../../local/api-gateway/api-gateway.ts';
import type { ApiGatewayEvent } from '../../../local/api-gateway/gateway-event.ts';
import { apiWorld } from '../../lambdas/api/api-world.ts';

const answer = {
  statusCode: 202,
  headers: { location: '/exports/acme-1' },
  body: '{"id":"acme-1"}',
};

/** A gateway in front of a handler that records its events. */
async function gatewayBefore(
  t: TestContext,
  handler: ApiGatewaySettings['handler'] = async () => answer,
) {
  const events: ApiGatewayEvent[] = [];
  const keeping = (event: ApiGatewayEvent) => {
    events.push(event);
    return handler(event);
  };
  const gateway = apiGateway({ handler: keeping, routes: ROUTES });
  const origin = await gateway.listen(0);
  t.after(() => gateway.close());
  return { origin, events };
}

const json = { 'content-type': 'application/json' };

test('a POST reaches the handler as an event of payload format 2.0', async (t) => {
  const { origin, events } = await gatewayBefore(t);
  const headers = { ...json, 'user-agent': 'test-client' };
  await fetch(`${origin}/exports?a=1?2`, { method: 'POST', headers, body: '{"source":"é"}' });
  const [event] = events;
  assert.ok(event);
  assert.equal(event.version, '2.0');
  assert.equal(event.routeKey, 'POST /exports');
  assert.equal(event.rawPath, '/exports');
  assert.equal(event.rawQueryString, 'a=1?2');
  assert.equal(event.headers['content-type'], 'application/json');
  assert.equal(event.pathParameters, undefined);
  assert.equal(event.body, '{"source":"é"}');
  assert.equal(event.isBase64Encoded, false);
  assert.deepEqual(event.requestContext.http, {
    method: 'POST',
    path: '/exports',
    protocol: 'HTTP/1.1',
    sourceIp: '127.0.0.1',
    userAgent: 'test-client',
  });
});

test("the handler's answer is returned unchanged", async (t) => {
  const { origin } = await gatewayBefore(t);
  const response = await fetch(`${origin}/exports`, { method: 'POST', headers: json, body: '{}' });
  assert.equal(response.status, 202);
  assert.equal(response.headers.get('location'), '/exports/acme-1');
  assert.deepEqual(await response.json(), { id: 'acme-1' });
});

test('a path parameter is one decoded segment', async (t) => {
  const { origin, events } = await gatewayBefore(t);
  await fetch(`${origin}/exports/..%2Fx?verbose`, { method: 'DELETE' });
  assert.equal(events[0]?.routeKey, 'DELETE /exports/{id}');
  assert.deepEqual(events[0]?.pathParameters, { id: '../x' });
  assert.equal(events[0]?.body, undefined);
});

test('a form is encoded in Base64, as by API Gateway', async (t) => {
  const { origin, events } = await gatewayBefore(t);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await fetch(`${origin}/exports`, { method: 'POST', headers, body: '{}' });
  assert.equal(events[0]?.isBase64Encoded, true);
  assert.equal(events[0]?.body, Buffer.from('{}').toString('base64'));
});

test('an unknown route is not found, and the handler is not called', async (t) => {
  const { origin, events } = await gatewayBefore(t);
  const calls = [
    ['GET', '/exports'],
    ['POST', '/exports/'],
    ['GET', '/exports/'],
    ['GET', '/exports/a/b'],
    ['PUT', '/exports/a'],
    ['GET', '/exports/%zz'],
    ['GET', '/'],
  ];
  for (const [method = '', path] of calls) {
    const response = await fetch(origin + path, { method });
    assert.equal(response.status, 404, `${method} ${path}`);
    assert.deepEqual(await response.json(), { message: 'Not Found' });
  }
  assert.equal(events.length, 0);
});

test('a body beyond 10 MB is refused, and one of 10 MB is not', async (t) => {
  const { origin, events } = await gatewayBefore(t);
  const post = async (bytes: number) => {
    const init = { method: 'POST', headers: json, body: ' '.repeat(bytes) };
    return (await fetch(`${origin}/exports`, init)).status;
  };
  assert.equal(await post(10 * 1024 ** 2 + 1), 413);
  assert.equal(events.length, 0);
  assert.equal(await post(10 * 1024 ** 2), 202);
});

test('a handler that throws is an internal error without details', async (t) => {
  const { origin } = await gatewayBefore(t, () => Promise.reject(new Error('PHI-7')));
  const response = await fetch(`${origin}/exports`, { method: 'POST' });
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { message: 'Internal Server Error' });
});

test('a web page in a browser cannot start an export', async (t) => {
  const { origin, events } = await gatewayBefore(t);
  const hostile = [{ origin: 'https://evil.example' }, { host: `evil.example:${port(origin)}` }];
  for (const headers of hostile) {
    const answered = Promise.withResolvers<{ status: number | undefined; body: string }>();
    request(`${origin}/exports`, { method: 'POST', headers }, async (response) => {
      answered.resolve({ status: response.statusCode, body: await text(response) });
    }).end();
    assert.deepEqual(await answered.promise, { status: 403, body: '{"message":"Forbidden"}' });
  }
  assert.equal(events.length, 0);
});

test('a port in use is an error, and the gateway listens on loopback only', async (t) => {
  const { origin } = await gatewayBefore(t);
  assert.equal(new URL(origin).hostname, '127.0.0.1');
  const second = apiGateway({ handler: async () => answer, routes: ROUTES });
  await assert.rejects(second.listen(Number(port(origin))), { code: 'EADDRINUSE' });
});

test('the API behind it starts, shows and cancels an export', async (t) => {
  const { handler } = apiWorld();
  const { origin } = await gatewayBefore(t, handler);
  const body = JSON.stringify({ source: 'birch' });
  const started = await fetch(`${origin}/exports`, { method: 'POST', headers: json, body });
  const location = origin + started.headers.get('location');
  const shown = await fetch(location);
  const cancelled = await fetch(location, { method: 'DELETE' });
  const gone = await fetch(`${origin}/exports/..%2F..%2Fstate`);
  const statuses = [started, shown, cancelled, gone].map((response) => response.status);
  assert.deepEqual(statuses, [202, 200, 202, 404]);
});

const port = (origin: string) => new URL(origin).port;

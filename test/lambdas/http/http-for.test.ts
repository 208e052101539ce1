import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest } from '../../../lambdas/http/http.ts';
import { httpFor } from '../../../lambdas/http/http-for.ts';
import { rawServer } from '../../fakes/raw-server.ts';
import { get, head } from './both-transports.ts';

/** The client shows in the request: node:http capitalises the names of its own headers. */
const senders: [Parameters<typeof httpFor>[0], Partial<HttpRequest>, RegExp][] = [
  ['direct', {}, /\r\nhost: /],
  ['direct', { method: 'DELETE' }, /\r\nHost: /],
  ['direct', { method: 'POST', body: 'a=b' }, /\r\nHost: /],
  ['standard', {}, /\r\nHost: /],
  ['standard', { method: 'POST', body: 'a=b' }, /\r\nHost: /],
];
for (const [transport, changes, sent] of senders)
  test(`${transport}: ${changes.method ?? 'GET'} is sent by the client of its kind`, async (context) => {
    const server = await rawServer(context, [{ bytes: head('content-length: 0') }]);
    (await httpFor(transport)(get(server.origin, changes))).body.resume();
    assert.match(server.received(), sent);
  });

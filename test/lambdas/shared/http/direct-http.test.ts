import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { httpOver } from '../../../../lambdas/shared/http/http-over.ts';
import { pour } from '../../../../lambdas/shared/http/pour.ts';
import { readText } from '../../../../lambdas/shared/http/read-text.ts';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';
import { get, head, turns } from './both-paths.ts';
import { gatedSink, memorySink } from './memory-sink.ts';

/** What the direct path does beyond, or other than, the general one. */

const hello: RawAnswer = { bytes: `${head('content-length: 5')}hello` };
const silence: RawAnswer = { bytes: '' };
const lost = { name: 'ConnectionFailed', sent: true };

async function world(context: TestContext, answer: RawAnswer) {
  const server = await rawServer(context, [answer]);
  const http = httpOver('direct');
  const ask = async (origin = server.origin) => readText(await http(get(origin)), 1_000_000);
  return { server, http, ask };
}

const refused: [string, string][] = [
  ['a folded header', head('x-word: a', ' b', 'content-length: 0')],
  ['another transfer coding', head('transfer-encoding: gzip, chunked')],
  ['chunks twice', head('transfer-encoding: chunked', 'transfer-encoding: chunked')],
  ['chunks in HTTP/1.0', head('transfer-encoding: chunked').replace('1.1', '1.0')],
  ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: other\r\n\r\n'],
  ['another version', head('content-length: 0').replace('1.1', '2.0')],
];
for (const [what, bytes] of refused)
  test(`an answer with ${what} is refused`, async (context) => {
    const { ask } = await world(context, { bytes });
    await assert.rejects(ask(), lost);
  });

test('a body that only the connection ends is cut short by a reset', async (context) => {
  const { ask } = await world(context, { bytes: `${head()}hello`, ends: 'reset' });
  await assert.rejects(ask(), { ...lost, message: 'the answer was cut short' });
});

test('a byte behind a long body shows, where it came with the last of it (D1)', async (context) => {
  const { server, http } = await world(context, {
    bytes: [Buffer.from(head('content-length: 300000')), Buffer.alloc(300_001, 'a')],
  });
  const { body } = await http(get(server.origin));
  await assert.rejects(pour(body, memorySink({ roomBytes: 1_000_000 })), lost);
});

test('a user name in the URL goes along, as the general path sends it', async (context) => {
  const { server, ask } = await world(context, hello);
  await ask(server.origin.replace('//', '//user@'));
  assert.match(server.received(), /\r\nauthorization: Basic /i);
});

test('a server that falls silent in a body is given up after a minute (D4)', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const { server, http } = await world(context, { bytes: head('content-length: 5') });
  const poured = pour((await http(get(server.origin))).body, memorySink({ roomBytes: 9 }));
  context.mock.timers.tick(59_000);
  context.mock.timers.tick(12_000);
  await assert.rejects(poured, ({ cause }: Error) => /fell silent/.test(`${cause}`));
});

test('the time in which there is no room is not the server’s silence', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const body = Buffer.alloc(200_000, 'hello');
  const bytes = [Buffer.from(head(`content-length: ${body.length}`)), body];
  const { server, http } = await world(context, { bytes });
  const { sink, open } = gatedSink();
  const poured = pour((await http(get(server.origin))).body, sink);
  await turns(20);
  assert.equal(sink.bytes().length, 1);
  context.mock.timers.tick(600_000);
  open();
  await poured;
  assert(sink.bytes().equals(body));
});

test('a handshake that does not end is given up after ten seconds, unsent (D4)', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const server = await rawServer(context, [silence]);
  const asked = httpOver('direct')(
    get(server.origin.replace('http:', 'https:'), { timeoutSeconds: 60 }),
  );
  context.mock.timers.tick(11_000);
  await assert.rejects(asked, {
    name: 'ConnectionFailed',
    message: /no connection in 10 s$/,
    sent: false,
  });
});

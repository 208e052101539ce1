import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { pipeBody, readText } from '../../../lambdas/http/body.ts';
import type { Sink } from '../../../lambdas/http/http.ts';
import { memorySink } from './memory-sink.ts';

test('any stream can be piped into a sink', async () => {
  const sink = memorySink({ roomBytes: 2 });
  await pipeBody(Readable.from([Buffer.from('hel'), Buffer.from('lo')]), sink);
  assert.equal(sink.bytes().toString(), 'hello');
});

test('a stream that fails counts as cut short, with its reason', async () => {
  const stream = new PassThrough();
  const cause = new Error('unexpected end of file');
  stream.destroy(cause);
  const sink = memorySink({ roomBytes: 2 });
  await assert.rejects(pipeBody(stream, sink), { name: 'ConnectionFailed', sent: true, cause });
});

test('a body with pipeInto is not read as a stream', async () => {
  const stream = new Readable({ read: () => assert.fail('it is read') });
  const body = Object.assign(stream, {
    async pipeInto(sink: Sink) {
      sink.room()?.write('hi');
      sink.filled(2);
    },
  });
  const sink = memorySink({ roomBytes: 2 });
  await pipeBody(body, sink);
  assert.equal(sink.bytes().toString(), 'hi');
});

const GZIP = { 'content-encoding': 'gzip' };

const read = (body: Buffer[], headers = {}, maxBytes = 100) =>
  readText({ status: 200, headers, body: Readable.from(body) }, maxBytes);

const cut = { name: 'ConnectionFailed', message: 'the answer was cut short', sent: true };

test('a character that is split over two chunks is read as one', async () => {
  const [a, b] = [Buffer.from('ä').subarray(0, 1), Buffer.from('ä').subarray(1)];
  assert.equal(await read([a, b]), 'ä');
});

test('an empty body is an empty text', async () => {
  assert.equal(await read([]), '');
});

test('gzip is decoded where Content-Encoding names it', async () => {
  assert.equal(await read([gzipSync('hello')], GZIP), 'hello');
});

test('gzip that is cut, or a body that is not gzip, counts as cut short', async () => {
  await assert.rejects(read([gzipSync('hello').subarray(0, -4)], GZIP), cut);
  await assert.rejects(read([Buffer.from('hello')], GZIP), cut);
});

test('the limit itself is read, one byte more is malformed (P15)', async () => {
  assert.equal((await read([Buffer.alloc(60), Buffer.alloc(40)])).length, 100);
  const malformed = { name: 'StatusMalformed', message: /100 bytes/ };
  await assert.rejects(read([Buffer.alloc(60), Buffer.alloc(41)]), malformed);
});

test('the limit holds for what gzip unpacks to (D5)', async () => {
  const bomb = gzipSync(Buffer.alloc(1024 ** 2));
  await assert.rejects(read([bomb], GZIP, 10_000), { name: 'StatusMalformed' });
});

import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { pour } from '../../../lambdas/http/pour.ts';
import type { Sink } from '../../../lambdas/http/sink.ts';
import { memorySink } from './memory-sink.ts';

test('any stream can be poured', async () => {
  const sink = memorySink({ roomBytes: 2 });
  await pour(Readable.from([Buffer.from('hel'), Buffer.from('lo')]), sink);
  assert.equal(sink.bytes().toString(), 'hello');
});

test('a stream that fails counts as cut short, with its reason', async () => {
  const stream = new PassThrough();
  const cause = new Error('unexpected end of file');
  stream.destroy(cause);
  const sink = memorySink({ roomBytes: 2 });
  await assert.rejects(pour(stream, sink), { name: 'ConnectionFailed', sent: true, cause });
});

test('a body that can pour itself does so, and is not read as a stream', async () => {
  const stream = new Readable({ read: () => assert.fail('it is read') });
  const body = Object.assign(stream, {
    async pourInto(sink: Sink) {
      sink.room()?.write('hi');
      sink.filled(2);
    },
  });
  const sink = memorySink({ roomBytes: 2 });
  await pour(body, sink);
  assert.equal(sink.bytes().toString(), 'hi');
});

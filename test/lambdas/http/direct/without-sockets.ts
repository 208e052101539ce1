import { request as nodeRequest } from 'node:http';
import { Duplex } from 'node:stream';
import type { Connection, Receiver } from '../../../../lambdas/http/direct/connection.ts';
import { exchange } from '../../../../lambdas/http/direct/exchange.ts';
import { type HttpResponse, MAX_HEAD_BYTES } from '../../../../lambdas/http/http.ts';
import { get } from '../both-transports.ts';
import type { RandomAnswer } from './random-answers.ts';

/** Both parsers over an answer in memory: the direct path's over a connection, node's over a stream. */

const SCRATCH_BYTES = 64 * 1024;
const url = new URL('http://server.example/file');
const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
const lost = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

/** The answer over the direct path; `close` ends one that still waits, and its timers. */
export function directly({ segments, ends }: RandomAnswer) {
  const outgoing = { request: get(url.href), url, text: 'GET', millisecondsLeft: () => 100_000 };
  const connection = memoryConnection(segments, ends);
  const response: Promise<HttpResponse> = exchange(connection, outgoing, () => {});
  return { response, close: () => connection.close() };
}

/** A connection that reads as a socket does: one segment at a time, into the room there is, unless paused. */
function memoryConnection(segments: readonly Buffer[], ends: RandomAnswer['ends']): Connection {
  const scratch = Buffer.alloc(SCRATCH_BYTES);
  let receiver: Receiver | undefined;
  let isClosed = false;
  let wake = () => {};
  let isPaused = false;
  const unpaused = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const read = (bytes: Buffer): number => {
    const room = receiver?.room() ?? scratch;
    const count = bytes.copy(room);
    if (room === scratch) receiver?.arrived(scratch.subarray(0, count));
    else receiver?.filled(count);
    // It is overwritten: who keeps what came must have copied it.
    scratch.fill('!', 0, count);
    return count;
  };
  const close = (error?: Error) => {
    if (isClosed) return;
    isClosed = true;
    wake();
    queueMicrotask(() => receiver?.closed(error ?? new Error('the connection was closed')));
  };
  const readAll = async (segment: Buffer) => {
    for (let rest = segment; rest.length > 0 && !isClosed; rest = rest.subarray(read(rest)))
      if (isPaused) await unpaused();
  };
  const run = async () => {
    for (const segment of segments) {
      await turn();
      await readAll(segment);
    }
    await turn();
    if (isPaused) await unpaused();
    if (isClosed) return;
    if (ends === 'closed') receiver?.closed();
    if (ends === 'reset') close(lost());
  };
  return {
    ...{ close, isClosed: () => isClosed, send: () => void run(), idle() {} },
    setReceiver(next) {
      receiver = next;
    },
    whenConnected({ connected, ready }) {
      connected('127.0.0.1');
      ready();
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      wake();
    },
  };
}

/** The answer as `node:http` reads it. */
export function byNode({ segments, ends }: RandomAnswer): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const createConnection = () => memoryStream(segments, ends);
    const outgoing = nodeRequest(url, { createConnection, maxHeaderSize: MAX_HEAD_BYTES });
    outgoing.on('error', reject);
    outgoing.on('upgrade', () => reject(new Error('upgrade')));
    outgoing.on('close', () => reject(new Error('close')));
    outgoing.on('response', (body) => {
      outgoing.on('error', (error) => body.destroy(error));
      resolve({ status: body.statusCode ?? 0, headers: {}, body });
    });
    outgoing.end();
  });
}

function memoryStream(segments: readonly Buffer[], ends: RandomAnswer['ends']): Duplex {
  const run = async () => {
    for (const segment of segments) {
      await turn();
      if (stream.destroyed) return;
      stream.push(segment);
    }
    await turn();
    if (ends === 'closed') stream.push(null);
    if (ends === 'reset') stream.destroy(lost());
  };
  const stream = new Duplex({
    read() {},
    write(_bytes, _encoding, done) {
      done();
      void run();
    },
  });
  return stream;
}

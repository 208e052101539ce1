import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { StatusMalformed } from '../runtime/errors.ts';
import { type Body, cutShort, type HttpResponse, type Sink } from './http.ts';

/**
 * Writes a body into a sink, to its proven end; by the body's own `pipeInto` where it has one. Throws
 * ConnectionFailed where the body is cut short, and what the sink throws; either destroys the body.
 */
export async function pipeBody(body: Body, sink: Sink): Promise<void> {
  if (body.pipeInto) return body.pipeInto(sink);
  for await (const chunk of contentOf(body)) await copyToSink(chunk, sink);
}

async function* contentOf(body: Readable): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (cause) {
    throw cutShort(cause);
  }
}

/** Copies a chunk into a sink, and waits for room where there is none. Throws what the sink throws. */
export async function copyToSink(chunk: Buffer, sink: Sink): Promise<void> {
  let rest = chunk;
  while (rest.length > 0) {
    const room = sink.room();
    if (!room) {
      await sink.whenRoom();
      continue;
    }
    const bytes = rest.copy(room);
    sink.filled(bytes);
    rest = rest.subarray(bytes);
  }
}

/**
 * Reads a whole body as text. Throws ConnectionFailed where it is cut short, and StatusMalformed where
 * it is larger than `maxBytes`.
 */
export async function readText(response: HttpResponse, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  const collect = async (source: AsyncIterable<Buffer>) => {
    let bytes = 0;
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        throw new StatusMalformed(`the answer is larger than ${maxBytes} bytes`);
      chunks.push(Buffer.from(chunk));
    }
  };
  try {
    if (response.headers['content-encoding'] === 'gzip')
      await pipeline(response.body, createGunzip(), collect);
    else await pipeline(response.body, collect);
  } catch (cause) {
    if (cause instanceof StatusMalformed) throw cause;
    throw cutShort(cause);
  }
  return Buffer.concat(chunks).toString('utf8');
}

import type { Readable } from 'node:stream';
import { type Body, cutShort } from './http.ts';
import type { Sink } from './sink.ts';

/**
 * Pours a body into a sink to its proven end, in the body's own way where it has one. Throws
 * ConnectionFailed where the body is cut short, and what the sink throws; the body is destroyed then.
 */
export async function pour(body: Body, sink: Sink): Promise<void> {
  if (body.pourInto) return body.pourInto(sink);
  for await (const chunk of contentOf(body)) await place(chunk, sink);
}

async function* contentOf(body: Readable): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (cause) {
    throw cutShort(cause);
  }
}

/** Copies a chunk into a sink, waiting for room as long as it takes. Throws what the sink throws. */
export async function place(chunk: Buffer, sink: Sink): Promise<void> {
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

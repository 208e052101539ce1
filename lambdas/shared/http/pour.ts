import type { Readable } from 'node:stream';
import { cutShort } from './cut-short.ts';
import { DirectBody } from './direct/direct-body.ts';
import type { Sink } from './sink.ts';

/**
 * Pours a body into a sink to its proven end; what came over {@link directHttp} without a copy on the
 * way. Throws ConnectionFailed where the body is cut short, and what the sink throws; the body is
 * destroyed then.
 */
export async function pour(body: Readable, sink: Sink): Promise<void> {
  if (body instanceof DirectBody) return body.pourInto(sink);
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

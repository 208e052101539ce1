import { Readable } from 'node:stream';
import type { ServerResponse } from './server.ts';

/** An answer as it goes over the wire: how its end will be known is in the headers. */
export type FramedResponse = Omit<ServerResponse, 'body'> & { body: Readable };

/**
 * Frames an answer: a text or buffer by its length, a stream in chunks, and with `connection: close`
 * neither. A body shorter than its `content-length` errors while it is read.
 */
export function framed({ status, headers, body }: ServerResponse): FramedResponse {
  const announced = headers['content-length'];
  const closing = headers.connection === 'close';
  if (announced !== undefined) {
    const whole = body instanceof Readable ? body : [Buffer.from(body)];
    return { status, headers, body: Readable.from(insisting(whole, Number(announced)), BYTES) };
  }
  if (body instanceof Readable)
    return { status, headers: closing ? headers : { ...headers, ...CHUNKED }, body };
  const bytes = Buffer.from(body);
  const length = { 'content-length': `${bytes.length}` };
  return { status, headers: closing ? headers : { ...headers, ...length }, body: ofBytes(bytes) };
}

const BYTES = { objectMode: false };
const CHUNKED = { 'transfer-encoding': 'chunked' };

const ofBytes = (bytes: Buffer) => Readable.from(bytes.length > 0 ? [bytes] : [], BYTES);

async function* insisting(chunks: AsyncIterable<Buffer> | Iterable<Buffer>, length: number) {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    yield chunk;
  }
  if (bytes < length) throw new Error(`the body ends after ${bytes} of ${length} bytes`);
}

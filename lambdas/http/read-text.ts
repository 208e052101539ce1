import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { StatusMalformed } from '../runtime/errors.ts';
import { cutShort, type HttpResponse } from './http.ts';

/**
 * A whole body as text. Throws ConnectionFailed where it is cut short, and StatusMalformed beyond
 * `maxBytes` (P15).
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

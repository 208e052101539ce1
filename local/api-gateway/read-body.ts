import type { IncomingMessage } from 'node:http';

/** API Gateway's limit of a payload. */
const MAX_BYTES = 10 * 1024 ** 2;

/**
 * The whole body of a request, or that it is beyond the limit. Such a body is read to its end and
 * not kept, since a caller who is still sending would not see the answer.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= MAX_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_BYTES ? 'too large' : Buffer.concat(chunks);
}

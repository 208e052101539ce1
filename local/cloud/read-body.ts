import { buffer } from 'node:stream/consumers';
import type { CloudRequest } from './service.ts';

/** The whole body of a request that is known to be small. */
export async function readBody(body: CloudRequest['body']): Promise<Buffer> {
  return Buffer.isBuffer(body) ? body : buffer(body);
}

import type { BigIntStats } from 'node:fs';
import { etagOf } from './etag.ts';

/** What GET and HEAD say of an object. The media type that was put is not kept. */
export const objectHeaders = (stat: BigIntStats): Record<string, string> => ({
  'accept-ranges': 'bytes',
  'content-type': 'application/octet-stream',
  etag: etagOf(stat),
  'last-modified': stat.mtime.toUTCString(),
});

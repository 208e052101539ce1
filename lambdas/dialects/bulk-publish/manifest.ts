import { ManifestRefused } from '../../runtime/errors.ts';
import { parseJsonObject } from '../../runtime/json.ts';
import { isManifest, readBulkDataManifest } from '../bulk-data/manifest.ts';
import type { Manifest } from '../dialect.ts';

/**
 * Whether a body is a page of a publication. The stub at which increments will begin lists no files,
 * and neither `output` nor `manifestType` is mandatory yet; its `link` tells it from an answer that
 * lacks its list (P9).
 */
export function isPage(body: Record<string, unknown> | undefined): boolean {
  return body !== undefined && (isManifest(body) || isStub(body));
}

const isStub = ({ output, transactionTime, requiresAccessToken, link }: Record<string, unknown>) =>
  (output === undefined || output === null) &&
  typeof transactionTime === 'string' &&
  typeof requiresAccessToken === 'boolean' &&
  Array.isArray(link);

/**
 * One page of a publication (Bulk Data v4 ballot, BulkPublishManifest). In place of a link, `next` may
 * say that an increment will follow this page (`#pending`), or that none ever will, and everybody has
 * to begin anew (`#closed`). The ballot has no `epochStartTime` any more; a server that still appends to
 * one manifest gives a new one whenever it does. Throws StatusMalformed, and ManifestRefused also for
 * a marker that is neither.
 */
export function readPublishManifest(text: string): Manifest {
  const body = parseJsonObject(text);
  const whole = body && isStub(body) ? JSON.stringify({ ...body, output: [] }) : text;
  // Nobody asks a publication for a part: an echo would say nothing (M13).
  const { request: _, next, ...manifest } = readBulkDataManifest(whole);
  if (next === undefined) return manifest;
  if (!next.startsWith('#')) return { ...manifest, next };
  return { ...manifest, chain: markerOf(next) };
}

function markerOf(next: string): 'pending' | 'closed' {
  if (next === '#pending') return 'pending';
  if (next === '#closed') return 'closed';
  throw new ManifestRefused('the next page is marked as neither #pending nor #closed');
}

import { ManifestRefused, NotABulkServer, SettingsInvalid } from '../runtime/errors.ts';
import { parseJsonObject } from '../runtime/json.ts';
import type { ExportRequest } from '../settings/export-request.ts';
import { withoutTrailingSlash } from '../settings/http-url.ts';
import type { Source } from '../settings/source.ts';
import { isManifest, readBulkDataManifest } from './bulk-data/manifest.ts';
import type { Dialect, KickOffCall, Manifest } from './dialect.ts';

/**
 * A publication of the HL7 Bulk Data guide, v4 ballot (publish.html): a static manifest at
 * `[base]/$bulk-publish`, which any web server can serve. There is no job: nothing to poll, nothing to
 * delete, and nothing but the publication itself to ask for.
 */
export const bulkPublish: Dialect = {
  serves: 'publication',
  needsCapabilities: () => false,
  kickOff: bulkPublishKickOff,
  readKickOff({ status, text }) {
    if (status === 200 && isPage(parseJsonObject(text))) return { kind: 'manifest' };
    throw new NotABulkServer(`$bulk-publish was answered ${status} without a manifest`);
  },
  readStatus: () => ({ kind: 'failed', reason: 'a publication has no job to ask for' }),
  readManifest: readPublishManifest,
  deletes: { running: false, finished: false },
};

/**
 * GET `[base]/$bulk-publish` (Bulk Data v4 ballot, publish.html, Manifest Request). It takes no
 * parameters, and gives nobody a part of what is published. Types are chosen from the manifest later;
 * whatever else would narrow the export throws SettingsInvalid.
 */
export function bulkPublishKickOff(
  { baseUrl }: Pick<Source, 'baseUrl'>,
  request: ExportRequest,
): KickOffCall {
  const { level, group: _, types: __, mode: ___, ...narrowing } = request;
  if (level !== 'system')
    throw new SettingsInvalid(
      'level: a publication is the same for everybody; leave the level out',
    );
  const more = Object.entries(narrowing).filter(([, value]) => isSet(value));
  if (more.length > 0)
    throw new SettingsInvalid(
      `${more.map(([field]) => field).join(', ')}: of a publication only types can be chosen`,
    );
  const url = `${withoutTrailingSlash(baseUrl)}/$bulk-publish`;
  return { method: 'GET', url, headers: { accept: 'application/json' } };
}

/** Neither absent nor empty. */
const isSet = (value: string | object | undefined) =>
  value !== undefined && Object.keys(value).length > 0;

/**
 * Whether a body is a page of a publication. The stub at which increments will begin lists no files,
 * and neither `output` nor `manifestType` is mandatory yet; its `link` tells it from an answer that
 * lacks its list.
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
  // Nobody asks a publication for a part: an echo would say nothing.
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

import { ManifestRefused, NotABulkServer, SettingsInvalid } from '../runtime/errors.ts';
import { parseJsonObject } from '../runtime/json.ts';
import type { ExportRequest } from '../settings/export-request.ts';
import { withoutTrailingSlash } from '../settings/http-url.ts';
import type { Source } from '../settings/source.ts';
import { isManifest, readBulkDataManifest } from './bulk-data/manifest.ts';
import type { Dialect, KickOffCall, Manifest } from './dialect.ts';

/**
 * A publication of the HL7 Bulk Data guide, v4 ballot (publish.html): a static manifest at
 * `[base]/$bulk-publish`, which any web server can serve. There is no job to poll or delete.
 */
export const bulkPublish: Dialect = {
  serves: 'publication',
  filesByClientHeaders: false,
  needsCapabilities: () => false,
  kickOff: bulkPublishKickOff,
  readKickOff({ status, text }) {
    if (status === 200 && isPage(parseJsonObject(text))) return { kind: 'manifest' };
    throw new NotABulkServer(`$bulk-publish was answered ${status} without a manifest`);
  },
  readStatus: () => ({ kind: 'failed', reason: 'a publication has no job' }),
  readManifest: readPublishManifest,
  deletes: { running: false, finished: false },
};

/**
 * GET `[base]/$bulk-publish` (Bulk Data v4 ballot, publish.html, Manifest Request), which takes no
 * parameters. Types are selected from the manifest later; anything else that would narrow the export
 * throws SettingsInvalid.
 */
function bulkPublishKickOff(
  { baseUrl }: Pick<Source, 'baseUrl'>,
  request: ExportRequest,
): KickOffCall {
  const { level, group: _, types: __, mode: ___, ...narrowing } = request;
  if (level !== 'system')
    throw new SettingsInvalid(
      'level: a publication is the same for every client; leave the level out',
    );
  const more = Object.entries(narrowing).filter(([, value]) => isSet(value));
  if (more.length > 0)
    throw new SettingsInvalid(
      `${more.map(([field]) => field).join(', ')}: a publication can be narrowed by types only`,
    );
  const url = `${withoutTrailingSlash(baseUrl)}/$bulk-publish`;
  return { method: 'GET', url, headers: { accept: 'application/json' } };
}

/** Neither absent nor empty. */
const isSet = (value: string | object | undefined) =>
  value !== undefined && Object.keys(value).length > 0;

/**
 * Whether a body is a page of a publication. The empty page at the end of a chain of increments need not
 * have `output` or `manifestType`; its `link` distinguishes it from a response that lacks its list.
 */
function isPage(body: Record<string, unknown> | undefined): boolean {
  return body !== undefined && (isManifest(body) || isEmptyPage(body));
}

const isEmptyPage = ({
  output,
  transactionTime,
  requiresAccessToken,
  link,
}: Record<string, unknown>) =>
  (output === undefined || output === null) &&
  typeof transactionTime === 'string' &&
  typeof requiresAccessToken === 'boolean' &&
  Array.isArray(link);

/**
 * One page of a publication (Bulk Data v4 ballot, BulkPublishManifest). Instead of a link, `next` may be
 * `#pending`: an increment will follow this page; or `#closed`: none will, and clients start again.
 * Throws StatusMalformed, and ManifestRefused also for any other marker.
 */
function readPublishManifest(text: string): Manifest {
  const body = parseJsonObject(text);
  const whole = body && isEmptyPage(body) ? JSON.stringify({ ...body, output: [] }) : text;
  // A publication has no request that an echo could be compared with.
  const { request: _, next, ...manifest } = readBulkDataManifest(whole);
  if (next === undefined) return manifest;
  if (!next.startsWith('#')) return { ...manifest, next };
  return { ...manifest, chain: markerOf(next) };
}

function markerOf(next: string): 'pending' | 'closed' {
  if (next === '#pending') return 'pending';
  if (next === '#closed') return 'closed';
  throw new ManifestRefused('the next page is neither a link nor #pending nor #closed');
}

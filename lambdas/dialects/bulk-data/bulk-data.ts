import type { Answer } from '../../fhir-server/answer.ts';
import { NotABulkServer } from '../../runtime/errors.ts';
import { parseJsonObject } from '../../runtime/json.ts';
import type { Dialect, KickOffAnswer } from '../dialect.ts';
import { bulkDataKickOff, settingsOf } from './kick-off.ts';
import { isManifest, readBulkDataManifest } from './manifest.ts';
import { readBulkDataStatus } from './status.ts';

/**
 * Any server of the HL7 Bulk Data Access guide, v2 to the ballot of v4; how it is asked, the source's
 * `bulkData` says. DELETE ends a job, and tells that a finished one is done with (rule 48).
 */
export const bulkData: Dialect = {
  serves: 'jobs',
  needsCapabilities: (source) => ['discover', 'v4'].includes(settingsOf(source).version),
  kickOff: bulkDataKickOff,
  readKickOff,
  readStatus: readBulkDataStatus,
  readManifest: readBulkDataManifest,
  deletes: { running: true, finished: true },
};

/**
 * Reads what is no error: a job wherever the answer names one, whatever its status and its body, or
 * else the manifest at once. Throws NotABulkServer.
 */
export function readKickOff({ status, headers, text }: Answer): KickOffAnswer {
  const statusLink = headers['content-location'];
  if (statusLink) return { kind: 'accepted', statusLink, statusHeader: hasStatusHeader(headers) };
  const body = parseJsonObject(text);
  if (body && isManifest(body)) return { kind: 'manifest' };
  throw new NotABulkServer(
    `the kick-off was answered ${status} with neither a Content-Location nor a manifest`,
  );
}

/** In force only where the server names both preferences, in one header or in two (rule 16). */
function hasStatusHeader(headers: Answer['headers']): boolean {
  const applied = (headers['preference-applied'] ?? '')
    .split(',')
    .map((preference) => preference.trim().toLowerCase());
  return applied.includes('respond-async') && applied.includes('separate-export-status');
}

import type { Answer } from '../../fhir-server/answer.ts';
import { NotABulkServer } from '../../runtime/errors.ts';
import { parseJsonObject } from '../../runtime/json.ts';
import type { Dialect, KickOffAnswer } from '../dialect.ts';
import { bulkDataKickOff, optionsOf } from './kick-off.ts';
import { isManifest, readBulkDataManifest } from './manifest.ts';
import { readBulkDataStatus } from './status.ts';

/**
 * Any server of the HL7 Bulk Data Access guide, v2 to the v4 ballot, with options in the source's
 * `bulkData`. DELETE cancels a running job, and lets the server remove a finished one (rule 48).
 */
export const bulkData: Dialect = {
  serves: 'jobs',
  filesByClientHeaders: false,
  needsCapabilities: (source) => ['discover', 'v4'].includes(optionsOf(source).version),
  kickOff: bulkDataKickOff,
  readKickOff,
  readStatus: readBulkDataStatus,
  readManifest: readBulkDataManifest,
  deletes: { running: true, finished: true },
};

/**
 * Reads a response that is not an error: a job if there is a Content-Location, whatever its status and
 * body, or else a manifest. Throws NotABulkServer.
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

/** Whether the server applied both preferences, in one header or in two (rule 16). */
function hasStatusHeader(headers: Answer['headers']): boolean {
  const applied = (headers['preference-applied'] ?? '')
    .split(',')
    .map((preference) => preference.trim().toLowerCase());
  return applied.includes('respond-async') && applied.includes('separate-export-status');
}

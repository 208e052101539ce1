import type { Answer } from '../../fhir-server/answer.ts';
import { NotABulkServer } from '../../runtime/errors.ts';
import { parseJsonObject } from '../../runtime/json.ts';
import type { KickOffAnswer } from '../dialect.ts';
import { isManifest } from './manifest.ts';

/**
 * Reads what is no error: a job wherever the answer names one, whatever its status and its body
 * (K6, K7, K9), or else the manifest at once (K7). Throws NotABulkServer (K6, K13).
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

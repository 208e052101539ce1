import { FileNotNdjson, FileRefused, UnverifiableLength } from '../shared/errors.ts';
import type { HttpResponse } from '../shared/http/http.ts';
import { refuseCommonStatus } from '../shared/server/refuse-status.ts';

/** Types that never hold NDJSON: a login page, an OperationOutcome (D7). */
const NEVER = /^(text\/html|application\/(fhir\+)?json)\b/;

/**
 * Refuses an answer before its body is read: by status, by content type (D7), and where nothing
 * would prove that the body is whole (D2). Throws FileRefused, FileNotNdjson, UnverifiableLength,
 * and what is common to all requests.
 */
export function checkResponse({ status, headers }: HttpResponse): void {
  refuseCommonStatus({ status, headers }, 'file');
  if (status !== 200) throw new FileRefused(`the server answered ${status} to a file it listed`);
  const contentType = headers['content-type'] ?? '';
  if (NEVER.test(contentType)) throw new FileNotNdjson(`the server sent ${contentType} for a file`);
  if (!provesLength(headers))
    throw new UnverifiableLength(
      'nothing proves the end of the file: no length, no chunks, no gzip',
    );
}

const provesLength = (headers: HttpResponse['headers']) =>
  headers['content-length'] !== undefined ||
  /\bchunked\b/.test(headers['transfer-encoding'] ?? '') ||
  headers['content-encoding'] === 'gzip';

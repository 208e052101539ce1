import type { FhirServer, ServerResponse } from '../../fhir-server/fhir-server.ts';
import { throwForFileStatus } from '../../fhir-server/status-errors.ts';
import type { ContentEncoding } from '../../http/content-headers.ts';
import { ConnectionFailed, type HttpResponse } from '../../http/http.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import {
  FileRefused,
  FileTruncated,
  ServerUnavailable,
  UnverifiableLength,
} from '../../runtime/errors.ts';
import { UnexpectedContentType } from '../store/errors.ts';
import type { ContentStats } from '../store/store-body.ts';

type FileRequest = {
  url: string;
  accept: string;
  requiresAccessToken: boolean;
  /** The accepted encoding; with `gzip` the server may choose. Default: identity. */
  encoding?: ContentEncoding;
  /** `Range` and `If-Range`, for the rest of a file. */
  range?: Readonly<Record<string, string>>;
};

/** Requests a file or an attachment. Throws ServerUnavailable without a response, and what `server` throws. */
export async function requestFile(
  purpose: 'file' | 'attachment',
  { url, accept, encoding = 'identity', requiresAccessToken, range = {} }: FileRequest,
  server: FhirServer,
): Promise<ServerResponse> {
  const headers = { accept, 'accept-encoding': encoding, ...range };
  const call = { method: 'GET' as const, url, headers, requiresAccessToken };
  return server(purpose, call).catch((cause: unknown) => {
    throw cause instanceof ConnectionFailed
      ? new ServerUnavailable(cause.message, { cause })
      : cause;
  });
}

/** Types that never hold NDJSON: a login page, an OperationOutcome. */
const NEVER_NDJSON = /^(text\/html|application\/(fhir\+)?json)\b/i;

/**
 * Checks a response before its body is read: its status, its content type, and that something will
 * prove that the body is complete, such as the number of lines in the manifest. `isRange`: a range was
 * requested, so 206 is allowed. Throws FileRefused, FileNotNdjson, UnverifiableLength, and what every
 * status check throws.
 */
export function checkResponse(
  response: Pick<ServerResponse, 'status' | 'headers' | 'withCredential'>,
  { count }: Pick<PlannedFile, 'count'>,
  isRange = false,
): void {
  const { status, headers, withCredential } = response;
  if (!withCredential && (status === 401 || status === 403))
    throw new FileRefused(
      `the server answered ${status} to a link that is requested without a credential; the link may have expired`,
    );
  throwForFileStatus(response);
  if (status !== 200 && !(status === 206 && isRange))
    throw new FileRefused(`the server answered ${status} to a file it listed`);
  const type = NEVER_NDJSON.exec(headers['content-type'] ?? '')?.[0];
  if (type) throw new UnexpectedContentType(`the server sent ${type} for a file`);
  if (count === undefined && !provesLength(headers))
    throw new UnverifiableLength(
      'nothing proves the end of the file: no length, no chunks, no gzip, no count',
    );
}

/** Whether the end of a body can be told from a truncation. */
export const provesLength = (headers: HttpResponse['headers']) =>
  headers['content-length'] !== undefined ||
  /\bchunked\b/.test(headers['transfer-encoding'] ?? '') ||
  /^(x-)?gzip$/i.test(headers['content-encoding'] ?? '');

/**
 * Checks a file against the manifest. `fileSize` is "the size of the file in bytes" (v4), which may be
 * meant before or after an encoding; of encoded files either size is accepted, as gzip's trailer has proved
 * them complete. Throws FileTruncated.
 */
export function checkAgainstManifest(
  { count, promisedBytes }: Pick<PlannedFile, 'count' | 'promisedBytes'>,
  { lines, bytes, encodedBytes }: ContentStats,
) {
  if (count !== undefined && count !== lines)
    throw new FileTruncated(`the file has ${lines} lines, the manifest promised ${count}`);
  if (promisedBytes !== undefined && promisedBytes !== bytes && promisedBytes !== encodedBytes)
    throw new FileTruncated(`the file has ${bytes} bytes, the manifest promised ${promisedBytes}`);
}

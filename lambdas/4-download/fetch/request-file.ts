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
import { OtherAnswer } from '../store/errors.ts';
import type { Came } from '../store/store-body.ts';

type Asked = {
  url: string;
  accept: string;
  requiresAccessToken: boolean;
  /** How the answer may be encoded; `gzip` leaves it to the server. */
  encoding?: ContentEncoding;
  /** For the rest of what has come in part: `Range`, and `If-Range`. */
  range?: Readonly<Record<string, string>>;
};

/**
 * Asks for something to download. Throws ServerUnavailable where no answer comes, and what the way to
 * the server throws.
 */
export async function ask(
  purpose: 'file' | 'attachment',
  { url, accept, encoding = 'identity', requiresAccessToken, range = {} }: Asked,
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

/** Types that never hold NDJSON: a login page, an OperationOutcome (D7). */
const NEVER = /^(text\/html|application\/(fhir\+)?json)\b/i;

/**
 * Refuses an answer before its body is read: by status, by content type (D7), and where nothing
 * would prove that the body is whole (D2), such as the count of its lines in the manifest. Throws
 * FileRefused, FileNotNdjson, UnverifiableLength, and what is common to all requests. `isRange`: a part
 * of the file was asked for, and may have come (206).
 */
export function checkResponse(
  {
    status,
    headers,
    withCredential,
  }: Pick<ServerResponse, 'status' | 'headers' | 'withCredential'>,
  { count }: Pick<PlannedFile, 'count'>,
  isRange = false,
): void {
  if (!withCredential && (status === 401 || status === 403))
    throw new FileRefused(
      `the server answered ${status} to a link that is asked without a credential; it may have expired`,
    );
  throwForFileStatus({ status, headers });
  if (status !== 200 && !(status === 206 && isRange))
    throw new FileRefused(`the server answered ${status} to a file it listed`);
  const never = NEVER.exec(headers['content-type'] ?? '')?.[0];
  if (never) throw new OtherAnswer(`the server sent ${never} for a file`);
  if (count === undefined && !provesLength(headers))
    throw new UnverifiableLength(
      'nothing proves the end of the file: no length, no chunks, no gzip, no count',
    );
}

/** Whether the end of a body shows when it is reached (D2). */
export const provesLength = (headers: HttpResponse['headers']) =>
  headers['content-length'] !== undefined ||
  /\bchunked\b/.test(headers['transfer-encoding'] ?? '') ||
  /^(x-)?gzip$/i.test(headers['content-encoding'] ?? '');

/**
 * Refuses a file that is not what the manifest promised. `fileSize` is "the size of the file in bytes"
 * (v4), and nothing says whether before or after an encoding; where there is one, either is right, and
 * its trailer has proved the file whole. Throws FileTruncated.
 */
export function checkPromises(
  { count, promisedBytes }: Pick<PlannedFile, 'count' | 'promisedBytes'>,
  { lines, bytes, encodedBytes }: Came,
) {
  if (count !== undefined && count !== lines)
    throw new FileTruncated(`${lines} lines came, the manifest promised ${count}`);
  if (promisedBytes !== undefined && promisedBytes !== bytes && promisedBytes !== encodedBytes)
    throw new FileTruncated(`${bytes} bytes came, the manifest promised ${promisedBytes}`);
}

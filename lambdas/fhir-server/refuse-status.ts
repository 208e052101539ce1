import { outcomeCodes } from '../dialects/bulk-data/outcome-codes.ts';
import type { HttpResponse } from '../http/http.ts';
import { CredentialRefused, ServerBusy, ServerUnavailable } from '../runtime/errors.ts';

type Head = Pick<HttpResponse, 'status' | 'headers'>;

/** Whether the server asks for patience: 429, and 503 with Retry-After. */
export const asksToWait = ({ status, headers }: Head): boolean =>
  status === 429 || (status === 503 && headers['retry-after'] !== undefined);

const DOWN = [500, 502, 503, 504];

/** Whether the server cannot answer, in place of will not: it, or a proxy before it, is down. */
export const isDown = ({ status }: Pick<Head, 'status'>): boolean => DOWN.includes(status);

/**
 * Throws for the statuses that mean the same to every request: ServerBusy (429, 503 with
 * Retry-After), ServerUnavailable (500, 502, 503, 504), CredentialRefused (403, and the 401 that is
 * left to the caller, as no credential went along). Of the body only issue codes are told (K2).
 */
export function refuseCommonStatus(answer: Head & { text?: string }, what: string) {
  const { status, text = '' } = answer;
  if (asksToWait(answer)) throw busy(answer, what);
  if (isDown(answer)) throw new ServerUnavailable(`${what}: the server answered ${status}`);
  if (status === 401) throw new CredentialRefused(`${what}: 401 to a request without a credential`);
  if (status === 403)
    throw new CredentialRefused(
      `${what}: 403${outcomeCodes(text)}; the credential does not allow this`,
    );
}

/**
 * As {@link refuseCommonStatus}, for a file, of which many are fetched at a time: there a 503 asks for
 * fewer, also where it does not say how long to wait (D21).
 */
export function refuseFileStatus(answer: Head): void {
  if (answer.status === 503) throw busy(answer, 'file');
  refuseCommonStatus(answer, 'file');
}

/** Of `Retry-After` no more than a date is long: an error is told in full. */
const busy = ({ status, headers }: Head, what: string) =>
  new ServerBusy(`${what}: the server asks to wait (${status})`, {
    retryAfter: headers['retry-after']?.slice(0, 40),
  });

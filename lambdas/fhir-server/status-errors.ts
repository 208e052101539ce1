import * as z from 'zod';
import type { HttpResponse } from '../http/http.ts';
import { asksToWait, isUnavailable } from '../http/status-codes.ts';
import { CredentialRefused, ServerBusy, ServerUnavailable } from '../runtime/errors.ts';
import { parseJsonObject } from '../runtime/json.ts';

type Head = Pick<HttpResponse, 'status' | 'headers'>;

/**
 * Throws for statuses that mean the same for every request: ServerBusy (429, and any answer of an
 * unavailable server with Retry-After), ServerUnavailable, CredentialRefused (403, and 401 for a request
 * without credential). The message contains only issue codes of the body.
 */
export function throwForStatus(answer: Head & { text?: string }, what: string) {
  const { status, text = '' } = answer;
  if (asksToWait(answer)) throw busy(answer, what);
  if (isUnavailable(status)) throw new ServerUnavailable(`${what}: the server answered ${status}`);
  if (status === 401) throw new CredentialRefused(`${what}: 401 to a request without a credential`);
  if (status === 403)
    throw new CredentialRefused(
      `${what}: 403${outcomeCodes(text)}; the credential does not allow this`,
    );
}

/** Like {@link throwForStatus}, for one of many concurrent downloads: any 503 counts as throttling. */
export function throwForFileStatus(answer: Head): void {
  if (answer.status === 503) throw busy(answer, 'file');
  throwForStatus(answer, 'file');
}

const busy = ({ status, headers }: Head, what: string) =>
  new ServerBusy(`${what}: the server asks to wait (${status})`, {
    retryAfter: headers['retry-after'],
  });

const OperationOutcome = z.looseObject({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(z.looseObject({ code: z.string().regex(/^[a-z-]{1,40}$/) })),
});

/**
 * The distinct issue codes of an OperationOutcome, none if it is malformed; undefined for another body.
 * Its diagnostics may contain patient data and are left out (invariant 6).
 */
export function issueCodes(text: string): string[] | undefined {
  const body = parseJsonObject(text);
  if (body?.resourceType !== 'OperationOutcome') return undefined;
  const outcome = OperationOutcome.safeParse(body);
  return outcome.success ? [...new Set(outcome.data.issue.map((issue) => issue.code))] : [];
}

/** The issue codes for a message, in brackets; empty if there are none. */
export function outcomeCodes(text: string): string {
  const codes = issueCodes(text) ?? [];
  return codes.length > 0 ? ` (${codes.join(', ')})` : '';
}

import { CredentialRefused, ServerBusy, ServerUnavailable } from '../errors.ts';
import type { HttpResponse } from '../http/http.ts';

/**
 * Throws for the statuses that mean the same to every request: ServerBusy (429, 503 with
 * Retry-After), ServerUnavailable (500, 502, 503, 504), CredentialRefused (401, 403).
 */
export function refuseCommonStatus(
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
  what: string,
) {
  if (status === 429 || (status === 503 && headers['retry-after']))
    throw new ServerBusy(`${what}: the server asks to wait (${status})`);
  if ([500, 502, 503, 504].includes(status))
    throw new ServerUnavailable(`${what}: the server answered ${status}`);
  if (status === 401)
    throw new CredentialRefused(`${what}: 401 also with a fresh credential; check the secret`);
  if (status === 403)
    throw new CredentialRefused(`${what}: 403; the credential does not allow this`);
}

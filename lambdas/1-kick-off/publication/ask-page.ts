import { type Answer, readAnswer } from '../../fhir-server/answer.ts';
import type { FhirServer } from '../../fhir-server/fhir-server.ts';
import { asksToWait, refuseCommonStatus } from '../../fhir-server/refuse-status.ts';
import { readRetryAfter } from '../../fhir-server/retry-after.ts';
import type { Clock } from '../../runtime/clock.ts';
import { ServerBusy, ServerUnavailable } from '../../runtime/errors.ts';

type AskPageDeps = { server: FhirServer; clock: Pick<Clock, 'now'> };

/** A page that is to be asked for later; `takePublication` makes of it a wait of the state machine. */
export class PageBusy extends ServerBusy {
  readonly retryAfterSeconds: number | undefined;
  constructor(retryAfterSeconds: number | undefined) {
    super('$bulk-publish: the server asks to wait');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Asks for a page of a publication; with an `etag`, only for what has changed since (304). Asked
 * twice it is the same, so that an answer that is lost is no KickOffAmbiguous. Throws PageBusy (K3),
 * and what is common to all requests.
 */
export async function askPage(
  url: string,
  etag: string | undefined,
  { server, clock }: AskPageDeps,
): Promise<Answer> {
  const headers = {
    accept: 'application/json',
    ...(etag !== undefined && { 'if-none-match': etag }),
  };
  const answer = await readAnswer(url, server('kick-off', { method: 'GET', url, headers }));
  if (asksToWait(answer))
    throw new PageBusy(readRetryAfter(answer.headers['retry-after'], clock.now()));
  refuseCommonStatus(answer, '$bulk-publish');
  return answer;
}

/** A page that another one leads to. Throws ServerUnavailable where it is not there, or not yet. */
export async function askLinkedPage(url: string, deps: AskPageDeps): Promise<Answer> {
  const answer = await askPage(url, undefined, deps);
  if (answer.status === 200) return answer;
  throw new ServerUnavailable(
    `$bulk-publish: a page of the publication is answered ${answer.status}`,
  );
}

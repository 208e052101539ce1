import type { Clock } from '../../clock.ts';
import { AwsError } from './aws-error.ts';
import type { Endpoint } from './endpoint.ts';
import { patiently } from './patiently.ts';
import type { AwsAnswer, AwsRequest, Send } from './request.ts';
import type { Service } from './services.ts';
import { type SigningDeps, sign } from './sign.ts';

/** AWS as the steps reach it, and a stand-in of it on a laptop. */
export type Aws = {
  endpoint(service: Service): Endpoint;
  /** Signs and sends a request once. Throws AwsError and NoAnswer. */
  send(request: AwsRequest): Promise<AwsAnswer>;
  /** Tries again, after a while, what fails for a reason that passes. */
  patiently<Result>(attempt: () => Promise<Result>): Promise<Result>;
};

export type AwsDeps = SigningDeps & {
  endpoint: Aws['endpoint'];
  send: Send;
  clock: Clock;
  random: () => number;
};

/** AWS over a way to send requests. */
export function connectAws(deps: AwsDeps): Aws {
  let offsetMilliseconds = 0;
  const sendOnce = async (request: AwsRequest) => {
    const date = new Date(deps.clock.now().getTime() + offsetMilliseconds);
    const answer = await deps.send(await sign(request, date, deps));
    return { answer, refusal: request.refusalIn(answer) };
  };
  return {
    endpoint: deps.endpoint,
    patiently: (attempt) => patiently(attempt, deps),
    async send(request) {
      let { answer, refusal } = await sendOnce(request);
      const offset = refusal && SKEWED.has(refusal.code) ? offsetTo(answer, deps.clock) : undefined;
      if (offset !== undefined && Math.abs(offset - offsetMilliseconds) > TOLERATED_MILLISECONDS) {
        offsetMilliseconds = offset;
        ({ answer, refusal } = await sendOnce(request));
      }
      if (refusal) throw new AwsError(request, refusal, answer.status);
      return answer;
    },
  };
}

/** How AWS says that a signature is of another time; S3 says the first. */
const SKEWED = new Set([
  'RequestTimeTooSkewed',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
]);

/** AWS tolerates five minutes at least: a clock nearer than that is not what was refused. */
const TOLERATED_MILLISECONDS = 4 * 60 * 1000;

/** How far AWS's clock is ahead of ours; undefined where the answer has no date. */
function offsetTo({ headers }: AwsAnswer, clock: Clock): number | undefined {
  const theirs = Date.parse(headers.date ?? '');
  return Number.isNaN(theirs) ? undefined : theirs - clock.now().getTime();
}

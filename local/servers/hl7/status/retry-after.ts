import type { Clock } from '../../../../lambdas/runtime/clock.ts';
import type { StatusOptions } from '../options.ts';

/** The header that asks to wait: seconds, an HTTP date, or nonsense (rule 25, P2). */
export function retryAfter({
  clock,
  retryAfter = 'seconds',
  retryAfterSeconds = 60,
}: StatusOptions & { clock: Pick<Clock, 'now'> }): Record<string, string> {
  const then = new Date(clock.now().getTime() + retryAfterSeconds * 1000);
  const written = {
    none: undefined,
    seconds: `${retryAfterSeconds}`,
    'http-date': then.toUTCString(),
    'epoch-milliseconds': `${then.getTime()}`,
  }[retryAfter];
  return written === undefined ? {} : { 'retry-after': written };
}

import type { ServerRequest, ServerResponse } from '../http/server.ts';

/** What a request is about; a fault says which ones it strikes. */
export type RequestKind =
  | 'kick-off'
  | 'status'
  | 'retry'
  | 'cancel'
  | 'file'
  | 'token'
  | 'group'
  | 'metadata'
  | 'attachment';

/** Answers in a server's place; `next` is what the server would have answered. */
export type Interceptor = (
  request: ServerRequest,
  next: () => Promise<ServerResponse>,
) => ServerResponse | Promise<ServerResponse>;

/** How a job ends that does not end well, halfway through: as failed, or unknown to the server. */
export type JobFailure = 'fails' | 'forgotten';

/**
 * Something that goes wrong: `times` times, or always where it says no number. A fault is used up by
 * each request it meets, also where there is nothing in the answer that it could change.
 */
export type Fault =
  | { on: RequestKind; times?: number; path?: RegExp; intercept: Interceptor }
  | { on: 'job'; times?: number; failure: JobFailure };

/**
 * Hands out faults, in their order, until they are used up. The list stays the caller's: what is
 * added to it later strikes, too.
 */
export function faultInjector(faults: readonly Fault[] = []) {
  const used = new Map<Fault, number>();
  const take = <T extends Fault>(fault: T | undefined): T | undefined => {
    if (fault) used.set(fault, (used.get(fault) ?? 0) + 1);
    return fault;
  };
  const ready = () =>
    faults.filter((fault) => (used.get(fault) ?? 0) < (fault.times ?? Number.POSITIVE_INFINITY));
  return {
    /** Who answers this request in the server's place, if anybody. */
    interceptor: (on: RequestKind, { url }: ServerRequest): Interceptor | undefined =>
      take(
        ready()
          .filter((fault) => fault.on !== 'job')
          .find((fault) => fault.on === on && (fault.path?.test(url.pathname) ?? true)),
      )?.intercept,
    /** What becomes of a new job, if it ends badly. */
    jobFailure: (): JobFailure | undefined =>
      take(ready().find((fault) => fault.on === 'job'))?.failure,
  };
}
export type FaultInjector = ReturnType<typeof faultInjector>;

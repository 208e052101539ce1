import type { FindInterceptor, Interceptor, RequestKind } from '../http/routing.ts';

/** How a job ends halfway: as failed, or no longer known to the server. */
export type JobFailure = 'fails' | 'forgotten';

/**
 * Something that goes wrong `times` times (default: always). Each request that matches uses the fault
 * up, even where the interceptor finds nothing to change.
 */
export type Fault =
  | { on: RequestKind; times?: number; path?: RegExp; intercept: Interceptor }
  | { on: 'job'; times?: number; failure: JobFailure };

export type FaultInjector = {
  interceptor: FindInterceptor;
  /** How a new job fails; undefined where it succeeds. */
  jobFailure(): JobFailure | undefined;
};

/** Injects faults in their order until they are used up. A fault that is pushed later takes effect from then on. */
export function faultInjector(faults: readonly Fault[] = []): FaultInjector {
  const uses = new Map<Fault, number>();
  const use = <T extends Fault>(fault: T | undefined): T | undefined => {
    if (fault) uses.set(fault, (uses.get(fault) ?? 0) + 1);
    return fault;
  };
  const unused = () =>
    faults.filter((fault) => (uses.get(fault) ?? 0) < (fault.times ?? Number.POSITIVE_INFINITY));
  return {
    interceptor: (on, { url }) =>
      use(
        unused()
          .filter((fault) => fault.on !== 'job')
          .find((fault) => fault.on === on && (fault.path?.test(url.pathname) ?? true)),
      )?.intercept,
    jobFailure: () => use(unused().find((fault) => fault.on === 'job'))?.failure,
  };
}

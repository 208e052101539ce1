import type { ServerRequest, ServerResponse } from '../http/server.ts';

/** What a request is about; a fault says which ones it strikes. */
export type Phase =
  | 'kick-off'
  | 'status'
  | 'retry'
  | 'cancel'
  | 'file'
  | 'token'
  | 'group'
  | 'metadata'
  | 'attachment';

/** Answers in a server's place; `honest` is what the server would have answered. */
export type FaultAnswer = (
  request: ServerRequest,
  honest: () => Promise<ServerResponse>,
) => ServerResponse | Promise<ServerResponse>;

/** How a job ends that does not end well, halfway through: as failed, or unknown to the server. */
export type BadFate = 'fails' | 'forgotten';

/**
 * Something that goes wrong: `times` times, or always where it says no number. A fault is used up by
 * each request it meets, also where there is nothing in the answer that it could change.
 */
export type Fault =
  | { on: Phase; times?: number; path?: RegExp; answer: FaultAnswer }
  | { on: 'job'; times?: number; fate: BadFate };

/**
 * Hands out faults, in their order, until they are used up. The list stays the caller's: what is
 * added to it later strikes, too.
 */
export function faultDesk(faults: readonly Fault[] = []) {
  const used = new Map<Fault, number>();
  const take = <T extends Fault>(fault: T | undefined): T | undefined => {
    if (fault) used.set(fault, (used.get(fault) ?? 0) + 1);
    return fault;
  };
  const ready = () =>
    faults.filter((fault) => (used.get(fault) ?? 0) < (fault.times ?? Number.POSITIVE_INFINITY));
  return {
    /** Who answers this request in the server's place, if anybody. */
    answer: (on: Phase, { url }: ServerRequest): FaultAnswer | undefined =>
      take(
        ready()
          .filter((fault) => fault.on !== 'job')
          .find((fault) => fault.on === on && (fault.path?.test(url.pathname) ?? true)),
      )?.answer,
    /** What becomes of a new job, if it ends badly. */
    fate: (): BadFate | undefined => take(ready().find((fault) => fault.on === 'job'))?.fate,
  };
}
export type FaultDesk = ReturnType<typeof faultDesk>;

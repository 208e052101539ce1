import { Refused } from '../../shared/refused.ts';

/** What becomes of what is not supported: it is refused, or left out and remembered. */
export type Handling = {
  /** Throws Refused (400) where handling is strict. */
  leaveOut(name: string, why: string): void;
  readonly leftOut: readonly string[];
};

/** Strict or lenient, as the client prefers (rules 17, 22). */
export function handling(lenient: boolean): Handling {
  const leftOut: string[] = [];
  return {
    leftOut,
    leaveOut(name, why) {
      if (!lenient) throw new Refused(400, 'not-supported', `${name}: ${why}`);
      if (!leftOut.includes(name)) leftOut.push(name);
    },
  };
}

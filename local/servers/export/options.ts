import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { Population } from '../../people/population.ts';
import type { Fault } from '../faults/fault-injector.ts';
import type { Accounts } from '../one-up/accounts.ts';
import type { GroupStore } from './groups.ts';
import type { JobDuration } from './jobs.ts';

/** What every server to export from is made of. */
export type ServerOptions = {
  clock: Pick<Clock, 'now'>;
  population: Population;
  groups: GroupStore;
  accounts: Accounts;
  /** Origin of the links to files; asked at each answer, as ports are known late. The server's own by default. */
  fileOrigin?: () => string;
  linesPerFile?: number;
  /** Read at each request: what is added later strikes, too. */
  faults?: readonly Fault[];
};

/** What a server that works off jobs is made of, too. */
export type JobOptions = {
  duration?: JobDuration;
};

/** A batch of 1upHealth's own sample holds some 22,700 lines. */
export const LINES_PER_FILE = 20_000;

/** Four polls, or five minutes. */
export const DEFAULT_JOB_DURATION: JobDuration = { polls: 4, seconds: 300 };

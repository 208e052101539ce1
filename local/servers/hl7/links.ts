import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { JobFile, ListName } from './job-files.ts';
import type { Job } from './jobs/job-store.ts';

const WEEK_SECONDS = 7 * 24 * 3600;

/** The links of a job that are good now: their generation, and when they end. */
type Lease = { readonly generation: number; readonly expires: Date };

/** Where a file is: a job, a generation of its links, and a name within the job. */
export type Place = { readonly job: string; readonly generation: number; readonly name: string };

/** Links to files, which end by the clock; signatures are made with a word that nobody else knows. */
export function linkTable({
  clock,
  linkSeconds = WEEK_SECONDS,
}: {
  clock: Pick<Clock, 'now'>;
  linkSeconds?: number;
}) {
  const leases = new Map<string, Lease>();
  const word = randomUUID();
  const isOver = ({ expires }: Lease) => expires <= clock.now();
  return {
    /** The lease on a job's links; a new one where the last is over, so that links only change then (rule 45). */
    lease(job: string): Lease {
      const last = leases.get(job);
      if (last && !isOver(last)) return last;
      const expires = new Date(clock.now().getTime() + linkSeconds * 1000);
      const lease = { generation: (last?.generation ?? 0) + 1, expires };
      leases.set(job, lease);
      return lease;
    },
    isGood({ job, generation }: Place): boolean {
      const lease = leases.get(job);
      return lease !== undefined && lease.generation === generation && !isOver(lease);
    },
    /** What makes a link a capability URL: without the word nobody can guess it. */
    signature: (...parts: readonly (string | number)[]): string =>
      createHash('sha256')
        .update([word, ...parts].join(' '))
        .digest('base64url'),
  };
}
export type LinkTable = ReturnType<typeof linkTable>;

/** The name of a file: its list and its number in it, from 1. */
export const nameOf = (list: ListName, nth: number): string =>
  `${list}-${String(nth + 1).padStart(5, '0')}.ndjson`;

/** A place as a path, under `/files` or `/stored`. */
export const pathOf = (root: '/files' | '/stored', { job, generation, name }: Place): string =>
  `${root}/${job}/${generation}/${name}`;

/** The query that makes a link to a place a capability URL. */
export const sealOf = ({ job, generation, name }: Place, links: LinkTable): string =>
  `?signature=${links.signature(job, generation, name)}`;

/** The file of that name, if the job has one. */
export function fileNamed({ files }: Job, name: string): JobFile | undefined {
  const [, list, digits] = /^(output|deleted|outcome)-(\d{5,})\.ndjson$/.exec(name) ?? [];
  const nth = Number(digits) - 1;
  if (list === 'output' || list === 'deleted' || list === 'outcome') return files[list][nth];
  return undefined;
}

import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { JobFile, JobPlan, ListName } from './jobs.ts';

const WEEK_SECONDS = 7 * 24 * 3600;

/** The valid links of a job: their generation, and when they expire. */
type LinkLease = { readonly generation: number; readonly expires: Date };

/** Where a file is: a job, a generation of its links, and a name within the job. */
export type FileLocation = {
  readonly job: string;
  readonly generation: number;
  readonly name: string;
};

/** Links to files, which expire by the clock. Signatures contain a secret of this server. */
export function linkStore({
  clock,
  linkSeconds = WEEK_SECONDS,
}: {
  clock: Pick<Clock, 'now'>;
  linkSeconds?: number;
}) {
  const leases = new Map<string, LinkLease>();
  const secret = randomUUID();
  const isExpired = ({ expires }: LinkLease) => expires <= clock.now();
  return {
    /** The lease of a job's links; links change only when the last lease has expired (rule 45). */
    lease(job: string): LinkLease {
      const last = leases.get(job);
      if (last && !isExpired(last)) return last;
      const expires = new Date(clock.now().getTime() + linkSeconds * 1000);
      const lease = { generation: (last?.generation ?? 0) + 1, expires };
      leases.set(job, lease);
      return lease;
    },
    isValid({ job, generation }: FileLocation): boolean {
      const lease = leases.get(job);
      return lease !== undefined && lease.generation === generation && !isExpired(lease);
    },
    /** The signature of a capability URL, which nobody can guess without the secret. */
    signature: (...parts: readonly (string | number)[]): string =>
      createHash('sha256')
        .update([secret, ...parts].join(' '))
        .digest('base64url'),
  };
}
export type LinkStore = ReturnType<typeof linkStore>;

/** The name of a file: its list and its number in the list, from 1. */
export const fileName = (list: ListName, nth: number): string =>
  `${list}-${String(nth + 1).padStart(5, '0')}.ndjson`;

/** The path of a file. */
export const filePath = (
  root: '/files' | '/stored',
  { job, generation, name }: FileLocation,
): string => `${root}/${job}/${generation}/${name}`;

/** The query that makes a link a capability URL. */
export const signatureQuery = ({ job, generation, name }: FileLocation, links: LinkStore): string =>
  `?signature=${links.signature(job, generation, name)}`;

/** The file of that name; undefined where the job has none. */
export function findFile({ files }: JobPlan, name: string): JobFile | undefined {
  const [, list, digits] = /^(output|deleted|outcome)-(\d{5,})\.ndjson$/.exec(name) ?? [];
  const nth = Number(digits) - 1;
  if (list === 'output' || list === 'deleted' || list === 'outcome') return files[list][nth];
  return undefined;
}

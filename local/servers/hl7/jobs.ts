import type { Population } from '../../people/population.ts';
import { ndjsonChunks } from '../../people/resources/ndjson.ts';
import { exportFiles } from '../export/files.ts';
import { type JobState, jobStore } from '../export/jobs.ts';
import type { Hl7KickOffRequest } from './kick-off-request.ts';
import type { ManifestOptions, Severity } from './options.ts';

/** The lists of a manifest. */
export type ListName = 'output' | 'deleted' | 'outcome';

/** A file of a job. Its content is made each time, and is always the same. */
export type JobFile = {
  /** Its only type; undefined where files are organized by Patient. */
  readonly type: string | undefined;
  /** The number of resources; headers of blocks do not count (rule 38). */
  readonly count: number;
  /** Whether its last block continues in the next file (rule 38). */
  readonly continues: boolean;
  /** The severity of each OperationOutcome in it. */
  readonly severities: readonly Severity[];
  content(): Iterable<Buffer>;
  /** The number of bytes, which is counted at the first call. */
  size(): number;
};

/** A job's kick-off and files. `separateStatus`: a header of the response has the job's status (rule 30). */
export type JobPlan = {
  readonly kickOff: Hl7KickOffRequest;
  readonly files: Readonly<Record<ListName, readonly JobFile[]>>;
  readonly separateStatus: boolean;
};
export type Job = JobPlan & JobState;

export const hl7Jobs = (
  options: Pick<Parameters<typeof jobStore>[0], 'clock' | 'duration' | 'faults'>,
) => jobStore<JobPlan>({ ...options, batchesIn: ({ files }) => files.output.length });
export type JobStore = ReturnType<typeof hl7Jobs>;

export function jobFile(file: Omit<JobFile, 'size'>): JobFile {
  let size: number | undefined;
  return {
    ...file,
    size() {
      size ??= sizeOf(file.content());
      return size;
    },
  };
}

/** A file of one type. */
export const typedFile = (
  type: string,
  count: number,
  content: JobFile['content'],
  severities: readonly Severity[] = [],
): JobFile => jobFile({ type, count, continues: false, severities, content });

function sizeOf(chunks: Iterable<Buffer>): number {
  let size = 0;
  for (const chunk of chunks) size += chunk.length;
  return size;
}

/** The output files of an export, one type in each (rule 46). */
export const typedFiles = (
  kickOff: Hl7KickOffRequest,
  population: Population,
  linesPerFile: number,
): JobFile[] =>
  exportFiles(kickOff, population, linesPerFile).map(({ type, slice }) =>
    typedFile(type, slice.to - slice.from, () => population.ndjson(type, kickOff.window, slice)),
  );

const ENTRIES_PER_BUNDLE = 10;

/** The file of deletions: Bundles of DELETE entries, for resources that are in no other file (rule 36). */
export function deletedFiles(
  { window, types, transactionTime }: Hl7KickOffRequest,
  deletions: ManifestOptions['deletions'],
): JobFile[] {
  const [type] = types;
  if (!deletions || deletions.count === 0 || type === undefined) return [];
  if (deletions.to === 'since' && window.since === undefined) return [];
  const urls = Array.from({ length: deletions.count }, (_, nth) => `${type}/deleted-${nth + 1}`);
  const bundles = Array.from({ length: Math.ceil(urls.length / ENTRIES_PER_BUNDLE) }, (_, nth) =>
    bundleOf(urls.slice(nth * ENTRIES_PER_BUNDLE, (nth + 1) * ENTRIES_PER_BUNDLE), transactionTime),
  );
  return [typedFile('Bundle', bundles.length, () => ndjsonChunks(bundles))];
}

const bundleOf = (urls: readonly string[], lastUpdated: Date): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    meta: { lastUpdated },
    type: 'transaction',
    entry: urls.map((url) => ({ request: { method: 'DELETE', url } })),
  });

type Issue = { severity: Severity; code: string; diagnostics: string };

/** The file of outcomes: a warning for each ignored parameter, and those of the options (rules 17, 35). */
export function outcomeFiles(
  ignoredParameters: readonly string[],
  severities: readonly Severity[] = [],
): JobFile[] {
  const issues: Issue[] = [
    ...ignoredParameters.map((name) => ({ ...IGNORED, diagnostics: `${name} was ignored` })),
    ...severities.map((severity) => ({ severity, ...OTHER })),
  ];
  if (issues.length === 0) return [];
  const content = () => ndjsonChunks(issues.map(operationOutcome));
  const all = issues.map(({ severity }) => severity);
  return [typedFile('OperationOutcome', issues.length, content, all)];
}

const IGNORED = { severity: 'warning', code: 'not-supported' } as const;
const OTHER = { code: 'processing', diagnostics: 'something about this export' };

const operationOutcome = (issue: Issue): string =>
  JSON.stringify({ resourceType: 'OperationOutcome', issue: [issue] });

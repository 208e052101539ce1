import type { Population } from '../../people/population.ts';
import { exportFiles } from '../export/files.ts';
import type { Hl7KickOffRequest } from './kick-off-request.ts';
import type { ManifestOptions, Severity } from './options.ts';
import { ndjsonChunks } from './resource-filter.ts';

/** The lists of a manifest. */
export type ListName = 'output' | 'deleted' | 'outcome';

/** A file of a job; its content is made each time it is asked for, and is always the same. */
export type JobFile = {
  /** The one type in it; undefined where files are organized by Patient. */
  readonly type: string | undefined;
  /** Resources in it; headers of blocks are not counted (rule 38). */
  readonly count: number;
  /** Whether the block at its end goes on in the next file (rule 38). */
  readonly continues: boolean;
  /** Of outcomes: one for each resource. */
  readonly severities: readonly Severity[];
  content(): Iterable<Buffer>;
  /** Bytes in it; counted once, when it is first asked for. */
  size(): number;
};

/** A file that knows its size. */
export function jobFile(parts: Omit<JobFile, 'size'>): JobFile {
  let known: number | undefined;
  return {
    ...parts,
    size() {
      known ??= sizeOf(parts.content());
      return known;
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

/** The files of an export, one type in each (rule 46). */
export const typedFiles = (
  order: Hl7KickOffRequest,
  holdings: Population,
  linesPerFile: number,
): JobFile[] =>
  exportFiles(order, holdings, linesPerFile).map(({ type, slice }) =>
    typedFile(type, slice.to - slice.from, () => holdings.ndjson(type, order.window, slice)),
  );

const ENTRIES = 10;

/** The file of deletions: Bundles of DELETE entries, for resources that are in no other file (rule 36). */
export function deletedFiles(
  { window, types, transactionTime }: Hl7KickOffRequest,
  deletions: ManifestOptions['deletions'],
): JobFile[] {
  const [type] = types;
  if (!deletions || deletions.count === 0 || type === undefined) return [];
  if (deletions.to === 'since' && window.since === undefined) return [];
  const ids = Array.from({ length: deletions.count }, (_, nth) => `${type}/deleted-${nth + 1}`);
  const bundles = Array.from({ length: Math.ceil(ids.length / ENTRIES) }, (_, nth) =>
    bundleOf(ids.slice(nth * ENTRIES, (nth + 1) * ENTRIES), transactionTime),
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

type Outcome = { severity: Severity; code: string; diagnostics: string };

/** The file of outcomes: a warning for each parameter left out, and those the server is set to give (rules 17, 35). */
export function outcomeFiles(
  leftOut: readonly string[],
  severities: readonly Severity[] = [],
): JobFile[] {
  const outcomes: Outcome[] = [
    ...leftOut.map((name) => ({ ...LEFT_OUT, diagnostics: `${name} was left out` })),
    ...severities.map((severity) => ({ severity, ...SET })),
  ];
  if (outcomes.length === 0) return [];
  const content = () => ndjsonChunks(outcomes.map(lineOf));
  const all = outcomes.map(({ severity }) => severity);
  return [typedFile('OperationOutcome', outcomes.length, content, all)];
}

const LEFT_OUT = { severity: 'warning', code: 'not-supported' } as const;
const SET = { code: 'processing', diagnostics: 'something about this export' };

const lineOf = (issue: Outcome): string =>
  JSON.stringify({ resourceType: 'OperationOutcome', issue: [issue] });

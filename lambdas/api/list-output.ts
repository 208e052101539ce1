import { exportKeys } from '../shared/keys.ts';
import type { CommitRecord } from '../shared/records/export-records.ts';

/** A landed file in 1upHealth's words: where it is, and how much of what. */
type OutputFile = { type: string; file: string; count: number; bytes: number };

export type Output = {
  /** Every file; not there at all where they are too many for an answer. */
  output: OutputFile[];
  /** Address of `commit.json`, which lists every file whatever their number. */
  outputUrl: string;
};

/** At up to 450 bytes a file the answer stays below Lambda's 6 MB. */
const MAX_FILES = 10_000;

/**
 * The files of a committed export. All or none: a caller who is handed a part of them would take it
 * for the whole.
 */
export function listOutput(commit: CommitRecord, bucket: string): Partial<Output> {
  const outputUrl = `s3://${bucket}/${exportKeys(commit.exportId).commit}`;
  if (commit.files.length > MAX_FILES) return { outputUrl };
  const output = commit.files.map(({ type, key, lines, bytes }) => ({
    type,
    file: `s3://${bucket}/${key}`,
    count: lines,
    bytes,
  }));
  return { output, outputUrl };
}

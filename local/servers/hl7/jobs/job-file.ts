import type { Severity } from '../options.ts';

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

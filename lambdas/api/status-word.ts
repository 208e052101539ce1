import * as z from 'zod';
import { jsonOrNothing } from '../runtime/json.ts';
import type { FoundExport } from './find-export.ts';

/** 1upHealth's two words, and those it has no sample of (1up 6). */
export type StatusWord =
  | 'In Progress'
  | 'Successful'
  | 'Failed'
  | 'Skipped'
  | 'Unchanged'
  | 'Cancelled';

/** What the execution of an export gave back that had nothing to land. */
const Unchanged = z.looseObject({ kind: z.literal('unchanged') });

/**
 * How an export stands. While its execution runs it is in progress, also after the commit, since the
 * catalog may not show all of it yet; after that the commit counts, whatever the execution says.
 */
export function statusWord({ execution, papers }: FoundExport): StatusWord {
  if (execution?.status === 'RUNNING') return 'In Progress';
  if (papers.commit) return 'Successful';
  if (execution?.status === 'ABORTED' || papers.failure?.name === 'Cancelled') return 'Cancelled';
  if (execution?.status !== 'SUCCEEDED') return 'Failed';
  const output = jsonOrNothing(execution.output ?? '');
  return Unchanged.safeParse(output).success ? 'Unchanged' : 'Skipped';
}

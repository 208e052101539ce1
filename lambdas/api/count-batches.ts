import type { CommitRecord } from '../lake/commit-record.ts';
import type { Batches } from '../lake/export-records.ts';
import type { PlanRecord } from '../lake/plan-records.ts';
import { isLanded } from '../lake/receipt-records.ts';
import type { FoundExport } from './find-export.ts';

const NONE: Batches = { running: 0, complete: 0, failed: 0, total: 0 };

/**
 * The batches of an export: the server's own until the plan is made, then the files that are landed.
 * In an export that has ended nothing runs: what was not complete has failed, as has what is quarantined.
 * Always `running + complete + failed = total`, where the server's counters keep to that themselves.
 */
export function countBatches(found: FoundExport, isRunning: boolean): Batches {
  const batches = countOpenBatches(found);
  if (isRunning) return batches;
  return { ...batches, running: 0, failed: batches.failed + batches.running };
}

function countOpenBatches({ papers, unitsDone }: FoundExport): Batches {
  const { commit, plan, progress } = papers;
  if (commit) return committed(commit);
  if (plan) return files(landedFiles(plan, unitsDone), plan.files);
  return progress?.batches ?? NONE;
}

function committed(commit: CommitRecord): Batches {
  const complete = commit.files.filter(isLanded).length;
  const total = commit.files.length;
  return { running: 0, complete, failed: total - complete, total };
}

const files = (complete: number, total: number): Batches => ({
  running: total - complete,
  complete,
  failed: 0,
  total,
});

/**
 * Units hold files of like weight, so that counting units tells about how many files are landed, of
 * those that an earlier export had not landed before.
 */
const landedFiles = ({ files, units, inherited }: PlanRecord, unitsDone: number) =>
  units === 0 ? files : inherited + Math.floor(((files - inherited) * unitsDone) / units);

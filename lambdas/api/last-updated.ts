import type { FoundExport } from './find-export.ts';

/** The latest moment that an export's papers and execution tell of; null where they tell of none. */
export function lastUpdated({ papers, execution }: FoundExport): string | null {
  const { progress, commit, failure } = papers;
  const moments = [
    progress?.polledAt,
    commit?.committedAt,
    failure?.failedAt,
    execution?.startedAt,
    execution?.stoppedAt,
  ].flatMap((moment) => (moment === undefined ? [] : [new Date(moment).getTime()]));
  return moments.length > 0 ? new Date(Math.max(...moments)).toISOString() : null;
}

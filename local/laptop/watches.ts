import type { ProgressWatch } from '../exports/watch-progress.ts';

/** Who looks at which export while it runs. */
export type Watches = {
  /** Adds one; gives the way to remove it. */
  add(exportId: string, watch: ProgressWatch): () => void;
  of(exportId: string): ProgressWatch | undefined;
  /** Tells everybody of stored bytes; each knows its own keys. */
  onStored(key: string, bytes: number): void;
};

export function watches(): Watches {
  const byExport = new Map<string, ProgressWatch>();
  return {
    add(exportId, watch) {
      byExport.set(exportId, watch);
      return () => byExport.delete(exportId);
    },
    of: (exportId) => byExport.get(exportId),
    onStored(key, bytes) {
      for (const watch of byExport.values()) watch.onStored(key, bytes);
    },
  };
}

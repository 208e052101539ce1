import type { Storage } from '../../lambdas/lake/storage.ts';
import type { HistoryEvent } from '../state-machine/history.ts';

/** Observes one export while it runs. */
export type ExportObserver = {
  onHistoryEvent(event: HistoryEvent): void;
  /** An object or a part of one was stored. */
  onStored(key: string, bytes: number): void;
};

/** Who looks at which export while it runs. */
export type ExportObservers = {
  /** Adds one; gives the way to remove it. */
  add(exportId: string, watch: ExportObserver): () => void;
  of(exportId: string): ExportObserver | undefined;
  /** Tells everybody of stored bytes; each knows its own keys. */
  onStored(key: string, bytes: number): void;
};

export function exportObservers(): ExportObservers {
  const byExport = new Map<string, ExportObserver>();
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

/** A storage that tells of each object and each part that it has stored, for a progress display. */
export const observedStorage = (
  storage: Storage,
  onStored: (key: string, bytes: number) => void,
): Storage => ({
  ...storage,
  async put(key, body, ...more) {
    const put = await storage.put(key, body, ...more);
    if (put === 'stored') onStored(key, Buffer.byteLength(body));
    return put;
  },
  async uploadPart(key, uploadId, partNumber, body, crc32c) {
    const part = await storage.uploadPart(key, uploadId, partNumber, body, crc32c);
    onStored(key, body.length);
    return part;
  },
});

import type { Storage } from '../../lambdas/lake/storage.ts';
import type { HistoryEvent } from '../state-machine/history.ts';

/** Observes one export while it runs. */
export type ExportObserver = {
  onHistoryEvent(event: HistoryEvent): void;
  /** An object or a part of one was stored. */
  onStored(key: string, bytes: number): void;
};

/** The observers of running exports. */
export type ExportObservers = {
  /** Adds an observer; gives the function that removes it. */
  add(exportId: string, observer: ExportObserver): () => void;
  of(exportId: string): ExportObserver | undefined;
  /** Notifies every observer, because each knows its own keys. */
  onStored(key: string, bytes: number): void;
};

export function exportObservers(): ExportObservers {
  const byExport = new Map<string, ExportObserver>();
  return {
    add(exportId, observer) {
      byExport.set(exportId, observer);
      return () => byExport.delete(exportId);
    },
    of: (exportId) => byExport.get(exportId),
    onStored(key, bytes) {
      for (const observer of byExport.values()) observer.onStored(key, bytes);
    },
  };
}

/** A storage that calls `onStored` for each object and each part that it has stored. */
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

import { mayAttach } from '../../lake/attaching-types.ts';
import { exportKeys } from '../../lake/keys.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { LandedReceipt } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { attachmentsOf } from './attachments-of.ts';

/** Takes down what the resources of one file attach, while it is read. */
type Notes = {
  read(resource: Record<string, unknown>): void;
  /** Writes the notes and gives how many they are, for the file's receipt. */
  keep(): Promise<Pick<LandedReceipt, 'attachments'>>;
};

/** The notes of a file; undefined where its resources attach nothing. */
export type Noting = (file: PlannedFile) => Notes | undefined;

/**
 * Notes lie beside nothing else of their file, so that a file which is fetched again has its own written
 * again, and below the export that the data lies under, where one that resumes it finds them.
 */
export const notingTo =
  (landingId: string, storage: Storage): Noting =>
  ({ index, type }) => {
    if (!mayAttach(type)) return undefined;
    const lines: string[] = [];
    return {
      read(resource) {
        for (const note of attachmentsOf(resource)) lines.push(`${JSON.stringify(note)}\n`);
      },
      async keep() {
        if (lines.length > 0)
          await storage.put(exportKeys(landingId).attachmentNotes(index), lines.join(''));
        return { attachments: lines.length };
      },
    };
  };

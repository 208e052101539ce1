import type { QuarantinedFile } from '../lake/receipt-records.ts';

/** What the world hears of an export: ids, counters and keys only. */
export type Announcement =
  | {
      detailType: 'Export published';
      detail: {
        exportId: string;
        source: string;
        transactionTime: string;
        /** Those that have landed. */
        files: number;
        quarantinedFiles: number;
        /** The first ten of them; `commit.json` has all. */
        quarantined: Pick<QuarantinedFile, 'key' | 'problem'>[];
        /** False where the server told of errors, or a file is quarantined: something may be missing. */
        complete: boolean;
      };
    }
  | {
      detailType: 'Export skipped';
      detail: { exportId: string; source: string; runningExportId: string };
    }
  | {
      detailType: 'Export unchanged';
      detail: { exportId: string; source: string; lastExportId: string };
    }
  | { detailType: 'Export failed'; detail: { exportId: string; source: string; error: string } };

/** EventBridge in the verb that Sluice needs. */
export type Announcer = { announce(announcement: Announcement): Promise<void> };

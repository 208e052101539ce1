import type { QuarantinedFile } from '../lake/receipt-records.ts';

/** An event on the event bus: ids, counters and keys only. */
export type Announcement =
  | {
      detailType: 'Export published';
      detail: {
        exportId: string;
        source: string;
        transactionTime: string;
        /** Files stored in the lake. */
        files: number;
        quarantinedFiles: number;
        /** The first ten of them; `commit.json` has all. */
        quarantined: Pick<QuarantinedFile, 'key' | 'problem'>[];
        /** False if the server reported errors or a file is quarantined: data may be missing. */
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

/** EventBridge, as far as Sluice uses it. */
export type Announcer = { announce(announcement: Announcement): Promise<void> };

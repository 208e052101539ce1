/** What the world hears of an export: ids and counters only. */
export type Announcement =
  | {
      detailType: 'Export published';
      detail: {
        exportId: string;
        source: string;
        transactionTime: string;
        files: number;
        /** False where the server told of errors: something may be missing (M11). */
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

/** What the world hears of an export: ids and counters only. */
export type Announcement =
  | {
      detailType: 'Export published';
      detail: { exportId: string; source: string; transactionTime: string; files: number };
    }
  | {
      detailType: 'Export skipped';
      detail: { exportId: string; source: string; runningExportId: string };
    }
  | { detailType: 'Export failed'; detail: { exportId: string; source: string; error: string } };

/** EventBridge in the verb that Sluice needs. */
export type Announcer = { announce(announcement: Announcement): Promise<void> };

/** Where things live in the one bucket. No other module builds a key. */
const five = (index: number) => String(index).padStart(5, '0');

/** Keys of one export's papers: `exports/<id>/…`. */
export const exportKeys = (exportId: string) => {
  const root = `exports/${exportId}`;
  return {
    root: `${root}/`,
    request: `${root}/request.json`,
    job: `${root}/job.json`,
    progress: `${root}/progress.json`,
    manifestPage: (page: number) => `${root}/manifest/page-${five(page)}.json`,
    plan: `${root}/plan/plan.json`,
    units: `${root}/plan/units.json`,
    unit: (unit: number) => `${root}/plan/unit-${five(unit)}.json`,
    receipts: `${root}/receipts/`,
    unitReceipts: (unit: number) => `${root}/receipts/unit-${five(unit)}.json`,
    download: `${root}/download`,
    draft: `${root}/commit-draft.json`,
    decision: `${root}/decision.json`,
    commit: `${root}/commit.json`,
    failure: `${root}/failure.json`,
  };
};

/** Keys of one scope's state: `state/<source>/<scope>/…`. */
export const scopeKeys = (source: string, scope: string) => ({
  lease: `state/${source}/${scope}/lease.json`,
  lastCommit: `state/${source}/${scope}/last-commit.json`,
});

/** Prefix of one resource type's data in one export; also the location of its partitions. */
export const typePrefix = (resourceType: string, exportDate: string, exportId: string) =>
  `fhir/${resourceType}/export_date=${exportDate}/export_id=${exportId}/`;

/** Key of one data object; `part` counts the files of one type from 1. */
export const dataKey = (typePrefixed: string, part: number) =>
  `${typePrefixed}part-${five(part)}.ndjson`;

/** Prefix of one export's partition of `export_log`. */
export const exportLogPrefix = (exportId: string) => `fhir/export_log/export_id=${exportId}/`;

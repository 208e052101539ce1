import * as z from 'zod';

/** An export's id: the name of its execution. */
export const ExportId = z.string().regex(/^[A-Za-z0-9-_]{1,80}$/, 'an export id');

/** Six digits of base 36 set two exports of one second apart. */
const DIGITS = 6;

/**
 * The id of a new export, which becomes its execution's name and part of its keys:
 * `<source>-<UTC time>-<random>`. `random` is a number from 0 up to, and without, 1.
 */
export function newExportId(source: string, now: Date, random: number): string {
  const time = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const suffix = Math.floor(random * 36 ** DIGITS).toString(36);
  return `${source}-${time}-${suffix.padStart(DIGITS, '0')}`;
}

/** Where things live in the one bucket. No other module builds a key. */
const five = (index: number) => String(index).padStart(5, '0');

/** Keys of one export's papers: `exports/<id>/…`. */
export const exportKeys = (exportId: string) => {
  const root = `exports/${exportId}`;
  return {
    root: `${root}/`,
    request: `${root}/request.json`,
    job: `${root}/job.json`,
    /** What the server answered to a kick-off that it refused. */
    refusal: `${root}/refusal.json`,
    /** Answers that could not be read, as they came. */
    unreadableAnswer: (name: string) => `${root}/quarantine/${name}.txt`,
    quarantinePrefix: `${root}/quarantine/`,
    /** A file that is not landed, since a line of it is wrong; the n-th that the server listed. */
    quarantinedFile: (file: number, encoding: Encoding) =>
      `${root}/quarantine/file-${five(file)}.ndjson${SUFFIXES[encoding]}`,
    progress: `${root}/progress.json`,
    pages: `${root}/manifest/pages.json`,
    manifestPage: (page: number) => `${root}/manifest/page-${five(page)}.json`,
    plan: `${root}/plan/plan.json`,
    /** The units of one batch of pages, by the first of them. */
    units: (page: number) => `${root}/plan/units-${five(page)}.json`,
    unit: (unit: number) => `${root}/plan/unit-${five(unit)}.json`,
    receipts: `${root}/receipts/`,
    /** Receipts of an earlier export that this one resumes. */
    inheritedReceipts: `${root}/receipts/inherited.json`,
    /** The file in whose middle a unit's last call had to stop. */
    checkpoint: (unit: number) => `${root}/checkpoints/unit-${five(unit)}.json`,
    unitReceipts: (unit: number) => `${root}/receipts/unit-${five(unit)}.json`,
    attachmentPlan: `${root}/plan/attachments.json`,
    attachmentUnits: `${root}/plan/units-attachments.json`,
    attachmentUnit: (unit: number) => `${root}/plan/attachments-${five(unit)}.json`,
    /** Attachments of the n-th file; below the export that its data lies under, as are the receipts. */
    attachmentReferences: (file: number) => `${root}/attachments/references-${five(file)}.ndjson`,
    attachmentReceipts: (unit: number) => `${root}/attachments/receipts-${five(unit)}.json`,
    attachmentTransientErrors: (unit: number) =>
      `${root}/attachments/transient-errors-${five(unit)}.json`,
    download: `${root}/download`,
    draft: `${root}/commit-draft.json`,
    decision: `${root}/decision.json`,
    commit: `${root}/commit.json`,
    failure: `${root}/failure.json`,
    /** By which export this one was resumed. */
    resumed: `${root}/resumed.json`,
  };
};

/** Keys of one scope's state: `state/<source>/<scope>/…`. */
export const scopeKeys = (source: string, scope: string) => ({
  lease: `state/${source}/${scope}/lease.json`,
  lastCommit: `state/${source}/${scope}/last-commit.json`,
});

/** Keys of what all scopes of one source have in common. */
export const sourceKeys = (source: string) => ({
  /** How fast the source is asked for files; not there where it never asked to wait. */
  throttle: `state/${source}/throttle.json`,
});

/** Prefix of one resource type's data in one export; also the location of its partitions. */
export const typePrefix = (resourceType: string, exportDate: string, exportId: string) =>
  `fhir/${resourceType}/export_date=${exportDate}/export_id=${exportId}/`;

/** Key of one file; `part` counts the files of one type from 1. Its objects' keys are made from it. */
export const dataKey = (typePrefixed: string, part: number) =>
  `${typePrefixed}part-${five(part)}.ndjson`;

/** How an object is compressed, if at all; readers of the lake tell by the end of its key. */
export type Encoding = 'identity' | 'gzip' | 'zstd';
const SUFFIXES: Readonly<Record<Encoding, string>> = { identity: '', gzip: '.gz', zstd: '.zst' };

/** Key of a file that is stored as it came, in one object. */
export const wholeKey = (fileKey: string, encoding: Encoding) => `${fileKey}${SUFFIXES[encoding]}`;

/** Key of the n-th object of a file that is compressed here, and may be cut. */
export const segmentKey = (fileKey: string, piece: number, encoding: Encoding) =>
  `${fileKey.replace(/\.ndjson$/, '')}-${five(piece)}.ndjson${SUFFIXES[encoding]}`;

/** Prefix of one export's partition of `export_log`. */
export const exportLogPrefix = (exportId: string) => `fhir/export_log/export_id=${exportId}/`;

/** Key of what one attachment holds, below the id that the export's data lies under. */
export const attachmentKey = (exportDate: string, dataExportId: string, attachment: number) =>
  `${attachmentsPrefix(exportDate, dataExportId)}content/${five(attachment)}`;

/**
 * Keys of the index of an export's attachments. Athena reads everything below a partition's location:
 * so the content lies beside the index, and the index of an export that was resumed apart.
 */
export const attachmentIndex = (exportDate: string, dataExportId: string, exportId: string) => {
  const prefix = `${attachmentsPrefix(exportDate, dataExportId)}index/${exportId}/`;
  return { prefix, key: (unit: number) => `${prefix}part-${five(unit)}.ndjson` };
};

/** Prefix of all that an export lands of attachments. */
export const attachmentsPrefix = (exportDate: string, dataExportId: string) =>
  typePrefix('attachments', exportDate, dataExportId);

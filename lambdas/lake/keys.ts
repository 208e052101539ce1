import * as z from 'zod';

/** An export's id: the name of its execution. */
export const ExportId = z.string().regex(/^[A-Za-z0-9-_]{1,80}$/, 'an export id');

/** Random base-36 digits, which distinguish exports that start in the same second. */
const DIGITS = 6;

/** The id of a new export, `<source>-<UTC time>-<random>`; `random` is in [0, 1). */
export function newExportId(source: string, now: Date, random: number): string {
  const time = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const suffix = Math.floor(random * 36 ** DIGITS).toString(36);
  return `${source}-${time}-${suffix.padStart(DIGITS, '0')}`;
}

const padded = (index: number) => String(index).padStart(5, '0');

/** Keys of one export's records: `exports/<id>/…`. All keys of the bucket are built in this file. */
export const exportKeys = (exportId: string) => {
  const root = `exports/${exportId}`;
  return {
    root: `${root}/`,
    request: `${root}/request.json`,
    job: `${root}/job.json`,
    /** The body of a response that rejected the kick-off. */
    refusal: `${root}/refusal.json`,
    /** A status or manifest that could not be parsed. */
    unreadableAnswer: (name: string) => `${root}/quarantine/${name}.txt`,
    quarantinePrefix: `${root}/quarantine/`,
    /** A file with an invalid line; the n-th that the server listed. */
    quarantinedFile: (file: number, encoding: Encoding) =>
      `${root}/quarantine/file-${padded(file)}.ndjson${SUFFIXES[encoding]}`,
    progress: `${root}/progress.json`,
    /** The last wait above an hour that a server asked for. */
    wait: `${root}/wait.json`,
    pages: `${root}/manifest/pages.json`,
    manifestPage: (page: number) => `${root}/manifest/page-${padded(page)}.json`,
    plan: `${root}/plan/plan.json`,
    /** The units of one batch of manifest pages, named by its first page. */
    units: (page: number) => `${root}/plan/units-${padded(page)}.json`,
    unit: (unit: number) => `${root}/plan/unit-${padded(unit)}.json`,
    receipts: `${root}/receipts/`,
    /** Receipts of the export that this one resumes. */
    inheritedReceipts: `${root}/receipts/inherited.json`,
    checkpoint: (unit: number) => `${root}/checkpoints/unit-${padded(unit)}.json`,
    unitReceipts: (unit: number) => `${root}/receipts/unit-${padded(unit)}.json`,
    attachmentPlan: `${root}/plan/attachments.json`,
    attachmentUnits: `${root}/plan/units-attachments.json`,
    attachmentUnit: (unit: number) => `${root}/plan/attachments-${padded(unit)}.json`,
    /** Attachments that the n-th file refers to. Like the receipts, under the id of the data. */
    attachmentReferences: (file: number) => `${root}/attachments/references-${padded(file)}.ndjson`,
    attachmentReceipts: (unit: number) => `${root}/attachments/receipts-${padded(unit)}.json`,
    attachmentTransientErrors: (unit: number) =>
      `${root}/attachments/transient-errors-${padded(unit)}.json`,
    /** Where the Distributed Map writes its results. */
    download: `${root}/download`,
    commitDraft: `${root}/commit-draft.json`,
    decision: `${root}/decision.json`,
    commit: `${root}/commit.json`,
    failure: `${root}/failure.json`,
    resumed: `${root}/resumed.json`,
  };
};

/** Keys of one scope's state: `state/<source>/<scope>/…`. */
export const scopeKeys = (source: string, scope: string) => ({
  lease: `state/${source}/${scope}/lease.json`,
  lastCommit: `state/${source}/${scope}/last-commit.json`,
});

/** Keys of the state that all scopes of one source share. */
export const sourceKeys = (source: string) => ({
  /** Absent unless the source has throttled downloads. */
  throttle: `state/${source}/throttle.json`,
});

/** Prefix of one resource type's data in one export, which is the location of its partition. */
export const typePrefix = (resourceType: string, exportDate: string, exportId: string) =>
  `fhir/${resourceType}/export_date=${exportDate}/export_id=${exportId}/`;

/** Key of one file, from which the keys of its objects are made; `part` counts the files of a type from 1. */
export const dataKey = (prefix: string, part: number) => `${prefix}part-${padded(part)}.ndjson`;

/** The compression of an object, which readers of the lake recognize by the key's suffix. */
export type Encoding = 'identity' | 'gzip' | 'zstd';
const SUFFIXES: Readonly<Record<Encoding, string>> = { identity: '', gzip: '.gz', zstd: '.zst' };

/** Key of a file that is stored as one object. */
export const wholeKey = (fileKey: string, encoding: Encoding) => `${fileKey}${SUFFIXES[encoding]}`;

/** Key of the n-th object of a file that is compressed here. */
export const segmentKey = (fileKey: string, segment: number, encoding: Encoding) =>
  `${fileKey.replace(/\.ndjson$/, '')}-${padded(segment)}.ndjson${SUFFIXES[encoding]}`;

/** Prefix of one export's partition of `export_log`. */
export const exportLogPrefix = (exportId: string) => `fhir/export_log/export_id=${exportId}/`;

/** Key of an attachment's content. */
export const attachmentKey = (exportDate: string, dataExportId: string, attachment: number) =>
  `${attachmentsPrefix(exportDate, dataExportId)}content/${padded(attachment)}`;

/**
 * Keys of the index of an export's attachments. Athena reads everything below a partition's location, so
 * the content is stored beside the index, and each export that resumes another has an index of its own.
 */
export const attachmentIndex = (exportDate: string, dataExportId: string, exportId: string) => {
  const prefix = `${attachmentsPrefix(exportDate, dataExportId)}index/${exportId}/`;
  return { prefix, key: (unit: number) => `${prefix}part-${padded(unit)}.ndjson` };
};

/** Prefix of an export's attachments: content and index. */
export const attachmentsPrefix = (exportDate: string, dataExportId: string) =>
  typePrefix('attachments', exportDate, dataExportId);

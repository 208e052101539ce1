import type { CommitRecord } from '../../lambdas/lake/commit-records.ts';
import { exportKeys } from '../../lambdas/lake/keys.ts';
import type { LandedReceipt, QuarantinedReceipt } from '../../lambdas/lake/receipt-records.ts';
import { scopeOf } from '../../lambdas/lake/scope-records.ts';
import { aRequest, EXPORT_DATE, EXPORT_ID, landedKey, TRANSACTION_TIME } from './builders.ts';

/** Receipts of files, and their commit. */

export const A_CHECKSUM = `crc32c:${'0'.repeat(8)}`;

/** A file that is stored raw (default: in one object at `key`). */
export function aReceipt({
  key = landedKey('Patient', 1),
  ...changes
}: Partial<LandedReceipt> & { key?: string } = {}): LandedReceipt {
  const { bytes = 10, lines = 1 } = changes;
  const objects = [{ key, bytes, lines, checksum: A_CHECKSUM }];
  return { kind: 'landed', index: 1, type: 'Patient', objects, bytes, lines, ...changes };
}

export const aQuarantinedReceipt = (
  changes: Partial<QuarantinedReceipt> = {},
): QuarantinedReceipt => ({
  kind: 'quarantined',
  index: 1,
  type: 'Patient',
  object: {
    key: exportKeys(EXPORT_ID).quarantinedFile(1, 'identity'),
    bytes: 10,
    checksum: A_CHECKSUM,
  },
  problem: 'line 7 at byte 4711 is not a JSON object (sha256 0123456789abcdef…)',
  ...changes,
});

export const aCommit = (changes: Partial<CommitRecord> = {}): CommitRecord => ({
  exportId: EXPORT_ID,
  dataExportId: EXPORT_ID,
  source: 'acme',
  scope: scopeOf('acme', aRequest()),
  transactionTime: TRANSACTION_TIME,
  exportDate: EXPORT_DATE,
  since: null,
  membership: null,
  committedAt: '2026-11-22T03:10:00.000Z',
  complete: true,
  continuable: true,
  subsetted: false,
  bytes: 10,
  lines: 1,
  files: [aReceipt()],
  ...changes,
});

import type { AttachmentLine } from '../../lake/attachment-line.ts';
import { type AttachmentReceipt, fingerprint } from '../../lake/attachment-receipts.ts';
import type { Owner, PlannedAttachment } from '../../lake/attachment-records.ts';
import type { Fetched } from './fetch-attachment.ts';

/** What became of an attachment. */
export type Settled =
  | Fetched
  | { outcome: 'inline' | 'unwanted' | 'absent' }
  | { outcome: 'refused' | 'failed'; reason: string };

/** The receipt of an attachment: a line of the index for each resource that has it. */
export function receiptOf(planned: PlannedAttachment, settled: Settled): AttachmentReceipt {
  const { index, address, contentType, owners } = planned;
  const lines = owners.map(
    ({ owner, nth, ...declared }): AttachmentLine => ({
      ...{ owner, nth, url: address, declared_type: contentType },
      ...stored(settled),
      ...agreement(settled, declared),
      outcome: settled.outcome,
      reason: 'reason' in settled ? settled.reason : null,
    }),
  );
  return { index, planned: fingerprint(planned), lines };
}

function stored(settled: Settled) {
  const content_type = 'contentType' in settled ? settled.contentType : null;
  if (settled.outcome !== 'stored') return { content_type, key: null, bytes: null, checksum: null };
  const { key, bytes, checksum } = settled;
  return { content_type, key, bytes, checksum };
}

/** A difference is told and no more: servers that declare wrong sizes and hashes are many. */
function agreement(settled: Settled, { size, hash }: Pick<Owner, 'size' | 'hash'>) {
  if (settled.outcome !== 'stored') return { size_agrees: null, hash_agrees: null };
  return {
    size_agrees: size === null ? null : size === settled.bytes,
    hash_agrees: hash === null ? null : hash.trim() === settled.sha1,
  };
}

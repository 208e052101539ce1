import type { FhirServer } from '../../fhir-server/fhir-server.ts';
import type { AttachmentLine } from '../../lake/attachment-line.ts';
import { type AttachmentReceipt, fingerprint } from '../../lake/attachment-receipts.ts';
import type { AttachmentUnit, Owner, PlannedAttachment } from '../../lake/attachment-records.ts';
import type { Storage } from '../../lake/storage.ts';
import type { Clock } from '../../runtime/clock.ts';
import {
  CredentialRefused,
  FileRefused,
  FileTruncated,
  LinkRefused,
  ServerBusy,
  ServerUnavailable,
  UnverifiableLength,
} from '../../runtime/errors.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { withRetries } from '../fetch/retries.ts';
import type { PartBuffers } from '../store/part-buffers.ts';
import { type Fetched, fetchAttachment, type ToFetch } from './fetch-attachment.ts';
import { worthAWait } from './retry-budget.ts';

type Deps = {
  server: FhirServer;
  storage: Storage;
  buffers: PartBuffers;
  sizes: Sizes;
  clock: Clock;
};

/** The failures that are about an attachment, and not about Sluice. */
const ABOUT_IT = [
  ...[FileRefused, FileTruncated, UnverifiableLength, CredentialRefused, LinkRefused],
  ...[ServerBusy, ServerUnavailable],
];

/**
 * Fetches an attachment, or not, and gives its receipt. One that cannot be had is written down; where
 * the source wants a failure, what was thrown goes on, and the state machine retries as it does for
 * files. It also does while the server is down or busy, for some time.
 */
export async function settleAttachment(
  planned: PlannedAttachment,
  unit: AttachmentUnit,
  exportId: string,
  deps: Deps,
): Promise<AttachmentReceipt> {
  if (!isToFetch(planned)) return receiptOf(planned, notFetched(planned.way));
  try {
    return receiptOf(planned, await withRetries(() => fetchAttachment(planned, unit, deps), deps));
  } catch (error) {
    if (unit.settings.onFailure === 'fail' || !(error instanceof Error)) throw error;
    if (!ABOUT_IT.some((each) => error instanceof each)) throw error;
    const at = { exportId, unit: unit.unit, index: planned.index };
    if (await worthAWait(error, at, deps.storage)) throw error;
    const outcome = error instanceof LinkRefused ? 'refused' : 'failed';
    return receiptOf(planned, { outcome, reason: error.message });
  }
}

const isToFetch = (planned: PlannedAttachment): planned is ToFetch => planned.way.kind === 'fetch';

function notFetched(way: PlannedAttachment['way']): Settled {
  if (way.kind === 'refused') return { outcome: 'refused', reason: way.reason };
  return { outcome: way.kind === 'fetch' ? 'absent' : way.kind };
}

/** What became of an attachment. */
type Settled =
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

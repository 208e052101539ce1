import type { FhirServer } from '../../fhir-server/fhir-server.ts';
import {
  type AttachmentLine,
  type AttachmentReceipt,
  fingerprint,
} from '../../lake/attachment-receipts.ts';
import type { AttachmentUnit, Owner, PlannedAttachment } from '../../lake/attachment-records.ts';
import type { Storage } from '../../lake/storage.ts';
import type { Clock } from '../../runtime/clock.ts';
import {
  afterError,
  CredentialRefused,
  FileRefused,
  FileTruncated,
  LinkRefused,
  ServerBusy,
  ServerUnavailable,
  UnverifiableLength,
} from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import type { Sizes } from '../../runtime/sizes.ts';
import { withRetries } from '../fetch/retries.ts';
import type { PartBuffers } from '../store/part-buffers.ts';
import { type FetchableAttachment, type Fetched, fetchAttachment } from './fetch-attachment.ts';
import { mayRetry } from './retry-budget.ts';

type Deps = {
  server: FhirServer;
  storage: Storage;
  buffers: PartBuffers;
  sizes: Sizes;
  clock: Clock;
  log: Log;
};

/** Errors that are the attachment's or its server's, and not Sluice's. */
const ATTACHMENT_ERRORS = [
  ...[FileRefused, FileTruncated, UnverifiableLength, CredentialRefused, LinkRefused],
  ...[ServerBusy, ServerUnavailable],
];

/**
 * Fetches an attachment if that was planned, and gives its receipt; a failure is recorded in the receipt.
 * Throws the error if the source wants failures, or if the state machine should retry: while the server is
 * down or throttles, within a budget.
 */
export async function settleAttachment(
  planned: PlannedAttachment,
  unit: AttachmentUnit,
  exportId: string,
  deps: Deps,
): Promise<AttachmentReceipt> {
  if (!isFetchable(planned)) return receiptOf(planned, notFetched(planned.decision));
  try {
    const retried = { exportId, unit: unit.unit, attachment: planned.index };
    const fetched = await withRetries(() => fetchAttachment(planned, unit, deps), {
      ...deps,
      retried,
    });
    return receiptOf(planned, fetched);
  } catch (error) {
    if (unit.settings.onFailure === 'fail' || !(error instanceof Error)) throw error;
    if (!ATTACHMENT_ERRORS.some((each) => error instanceof each)) throw error;
    const attachment = { exportId, unit: unit.unit, index: planned.index };
    const mayRetryLater = await mayRetry(error, attachment, deps.storage).catch((second) =>
      afterError(error, () => Promise.reject(second)),
    );
    if (mayRetryLater) throw error;
    const outcome = error instanceof LinkRefused ? 'refused' : 'failed';
    return receiptOf(planned, { outcome, reason: error.message });
  }
}

const isFetchable = (planned: PlannedAttachment): planned is FetchableAttachment =>
  planned.decision.kind === 'fetch';

function notFetched(decision: PlannedAttachment['decision']): Settled {
  if (decision.kind === 'refused') return { outcome: 'refused', reason: decision.reason };
  return { outcome: decision.kind === 'fetch' ? 'absent' : decision.kind };
}

type Settled =
  | Fetched
  | { outcome: 'inline' | 'unwanted' | 'absent' }
  | { outcome: 'refused' | 'failed'; reason: string };

/** The receipt of an attachment, with a line of the index for each resource that has it. */
export function receiptOf(planned: PlannedAttachment, settled: Settled): AttachmentReceipt {
  const { index, address, contentType, owners } = planned;
  const lines = owners.map(
    ({ owner, nth, ...declared }): AttachmentLine => ({
      ...{ owner, nth, url: address, declared_type: contentType },
      ...stored(settled),
      ...comparison(settled, declared),
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

/** A difference is no failure: many servers declare wrong sizes and hashes. */
function comparison(settled: Settled, { size, hash }: Pick<Owner, 'size' | 'hash'>) {
  if (settled.outcome !== 'stored') return { size_agrees: null, hash_agrees: null };
  return {
    size_agrees: size === null ? null : size === settled.bytes,
    hash_agrees: hash === null ? null : hash.trim() === settled.sha1,
  };
}

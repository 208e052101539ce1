import type { FhirServer } from '../../fhir-server/fhir-server.ts';
import type { AttachmentReceipt } from '../../lake/attachment-receipts.ts';
import type { AttachmentUnit, PlannedAttachment } from '../../lake/attachment-records.ts';
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
import { withRetries } from '../fetch/with-retries.ts';
import type { PartBuffers } from '../store/part-buffers.ts';
import { fetchAttachment, type ToFetch } from './fetch-attachment.ts';
import { receiptOf, type Settled } from './lines-of.ts';
import { worthAWait } from './patience.ts';

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

import type { FhirServer, ServerResponse } from '../../fhir-server/fhir-server.ts';
import { contentEncodingOf } from '../../http/content-headers.ts';
import type { FileCheckpoint } from '../../lake/checkpoint-records.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { LandedReceipt } from '../../lake/receipt-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { contentScanner } from '../../ndjson/scanners.ts';
import { afterError, type FileTruncated } from '../../runtime/errors.ts';
import type { Source } from '../../settings/source.ts';
import { FileChanged } from '../store/errors.ts';
import {
  abortStored,
  isRequestedRange,
  type ResumePoint,
  rangeHeaders,
  resumePointOf,
  storedPrefixOf,
  strongEtag,
} from '../store/resume-point.ts';
import {
  type ContentStats,
  type OnTruncation,
  type StoredBody,
  storeBody,
} from '../store/store-body.ts';
import { type StoreDeps, storeStrategy } from '../store/store-strategy.ts';
import { checkAgainstManifest, checkResponse, requestFile } from './request-file.ts';

/** Collects the attachment references of a file's resources. */
export type AttachmentCollector = {
  add(resource: Record<string, unknown>): void;
  /** Writes the references, and gives their number for the file's receipt. */
  flush(): Promise<Pick<LandedReceipt, 'attachments'>>;
};

export type FetchDeps = StoreDeps & {
  server: FhirServer;
  verify: Source['verify'];
  requiresAccessToken: boolean;
  /** Whether the call should end, in the middle of a file if need be. */
  isTimeUp(): boolean;
  /** Absent if the source wants no attachments; undefined for a file whose resources have none. */
  attachmentCollector?: (file: PlannedFile) => AttachmentCollector | undefined;
};

export const ACCEPT = 'application/fhir+ndjson, */*;q=0.5';

/** A whole file; or as much of it as there was time for, or as came before it was truncated. */
type Fetched =
  | { kind: 'landed'; receipt: LandedReceipt }
  | { kind: 'paused'; checkpoint: FileCheckpoint }
  | { kind: 'truncated'; checkpoint: FileCheckpoint; error: FileTruncated };

/**
 * Streams one file from the server to its key and verifies it on the way, from its beginning or from the
 * checkpoint of an earlier call. A refused file leaves nothing in storage. Throws FileTruncated,
 * FileNotNdjson, FileRefused, UnverifiableLength, ServerUnavailable, ServerBusy.
 */
export async function fetchFile(
  file: PlannedFile,
  deps: FetchDeps,
  checkpoint?: FileCheckpoint,
): Promise<Fetched> {
  const { requiresAccessToken, server, storage } = deps;
  const resumePoint = resumePointOf(checkpoint);
  if (resumePoint && deps.attachmentCollector?.(file)) {
    // Attachments were not wanted when it was begun: those of the stored part were not collected.
    await abortStored(file, resumePoint, storage);
    return fetchFile(file, deps, { kind: 'unencoded', index: file.index });
  }
  const encoding = checkpoint ? 'identity' : 'gzip';
  const range = rangeHeaders(resumePoint);
  const request = { url: file.url, accept: ACCEPT, encoding, requiresAccessToken, range } as const;
  const response = await requestFile('file', request, server);
  try {
    const resumed = await matchResumePoint(response, file, resumePoint, storage);
    const isIdentityRequested = encoding === 'identity';
    return await receive({ response, file, isIdentityRequested, ...resumed }, deps);
  } finally {
    // A refused response has not been read to its end.
    response.body.destroy();
  }
}

/** What a response resumes, and whether it is only the rest of the file. */
type Resumed = { resumePoint: ResumePoint | undefined; isRange: boolean };

/**
 * Aborts what is stored if the response cannot resume it; keeps it if the response is no file, such as
 * a proxy's page. Throws what `checkResponse` and `isRequestedRange` throw.
 */
async function matchResumePoint(
  response: ServerResponse,
  file: PlannedFile,
  resumePoint: ResumePoint | undefined,
  storage: Storage,
): Promise<Resumed> {
  try {
    checkResponse(response, file, typeof resumePoint?.etag === 'string');
    const isRange = isRequestedRange(response, resumePoint);
    if (!resumePoint || isRange || contentEncodingOf(response) === 'identity')
      return { resumePoint, isRange };
  } catch (error) {
    if (!(resumePoint && error instanceof FileChanged)) throw error;
    return afterError(error, () => abortStored(file, resumePoint, storage));
  }
  await abortStored(file, resumePoint, storage);
  return { resumePoint: undefined, isRange: false };
}

type Incoming = Resumed & {
  response: ServerResponse;
  file: PlannedFile;
  isIdentityRequested: boolean;
};

async function receive(
  { response, file, resumePoint, isRange, isIdentityRequested }: Incoming,
  deps: FetchDeps,
): Promise<Fetched> {
  const { index, type, key } = file;
  const collector = deps.attachmentCollector?.(file);
  const { verify, sizes } = deps;
  const start = resumePoint?.position;
  const incoming = {
    ...{ key, resumePoint, isRange, isIdentityRequested },
    scanner: contentScanner(type, { verify, sizes, start, read: collector?.add }),
    // Attachment references are written at the end of the file, so it cannot be paused.
    isTimeUp: () => !collector && deps.isTimeUp(),
  };
  const strategy = storeStrategy(response, incoming, deps);
  const skip = resumePoint && !isRange ? storedPrefixOf(resumePoint) : undefined;
  const check = (stats: ContentStats) => checkAgainstManifest(file, stats);
  const etag = strongEtag(response);
  const onTruncation: OnTruncation =
    etag === null || collector ? { kind: 'restart' } : { kind: 'resume', from: resumePoint };
  const stored = await storeBody({ content: response.body, skip, check }, strategy, onTruncation);
  if (stored.kind !== 'stored') return unfinished(stored, index, etag);
  const { stats, objects } = stored;
  const attachments = await collector?.flush();
  const receipt = { kind: 'landed' as const, index, type, objects, ...stats, ...attachments };
  return { kind: 'landed', receipt };
}

function unfinished(
  stored: Exclude<StoredBody, { kind: 'stored' }>,
  index: number,
  etag: string | null,
): Fetched {
  const at = stored.checkpoint;
  const checkpoint = at.kind === 'unencoded' ? { index, ...at } : { index, etag, ...at };
  return { ...stored, checkpoint };
}

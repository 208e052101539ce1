import type { CheckpointRecord, FileCheckpoint } from '../../lake/checkpoint-records.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { Receipt } from '../../lake/receipt-records.ts';
import type { Clock } from '../../runtime/clock.ts';
import {
  afterError,
  FileNotNdjson,
  FileRefused,
  FileTruncated,
  LineRefused,
} from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import type { Source } from '../../settings/source.ts';
import type { CheckpointStore } from '../receipts/checkpoint-store.ts';
import type { ReceiptStore } from '../receipts/receipt-store.ts';
import { FileChanged, UnexpectedContentType } from '../store/errors.ts';
import { type FetchDeps, fetchFile } from './fetch-file.ts';
import { type FreshLinks, withFreshLink } from './fresh-links.ts';
import { quarantineFile } from './quarantine-file.ts';
import { withRetries } from './retries.ts';

type DownloadFileDeps = FetchDeps & {
  exportId: string;
  onBrokenFile: Source['onBrokenFile'];
  clock: Clock;
  log: Log;
  links: FreshLinks;
  receipts: ReceiptStore;
  checkpoints: CheckpointStore;
};

type Result = { kind: 'done'; receipt: Receipt } | { kind: 'paused'; checkpoint: CheckpointRecord };

/**
 * Downloads one file, by its latest link and with retries; or as much of it as there is time for, and the
 * next call continues. A file with a line that is refused a second time is quarantined, if the source
 * wants that.
 */
export async function downloadFile(
  file: PlannedFile,
  deps: DownloadFileDeps,
): Promise<'done' | 'paused'> {
  const result = await fetchOrQuarantine(file, deps).catch((error: unknown) => {
    throw naming(file, error);
  });
  if (result.kind === 'paused') await deps.checkpoints.save(result.checkpoint);
  else await deps.receipts.add(result.receipt);
  return result.kind;
}

/** Names the file in the error's message: an export has thousands. */
function naming({ index, type }: PlannedFile, error: unknown): unknown {
  if (error instanceof Error)
    error.message = `file ${index} of the manifest (${type}): ${error.message}`;
  return error;
}

const retryDeps = ({ index }: PlannedFile, { exportId, clock, log }: DownloadFileDeps) => ({
  ...{ clock, log },
  retried: { exportId, file: index },
});

const fetchOrQuarantine = (file: PlannedFile, deps: DownloadFileDeps): Promise<Result> =>
  fetchWithRetries(file, deps).catch(async (error: unknown) => {
    if (!(error instanceof LineRefused) || deps.onBrokenFile === 'fail') throw error;
    const quarantine = (each: PlannedFile) => quarantineFile(each, error, deps);
    const receipt = await withRetries(
      () => withFreshLink(file, deps.links, quarantine),
      retryDeps(file, deps),
    );
    return { kind: 'done', receipt };
  });

async function fetchWithRetries(file: PlannedFile, deps: DownloadFileDeps): Promise<Result> {
  const before = deps.checkpoints.find(file.index);
  let checkpoint = before?.file;
  let { refusedLine, hasChanged = false } = before ?? {};
  const failures = refusedLine === undefined ? [] : [new LineRefused(refusedLine)];
  const fetchOnce = async () => {
    const fetched = await withFreshLink(file, deps.links, (each) =>
      fetchFile(each, deps, checkpoint),
    ).catch((error) => {
      // Nothing is stored any more: restart, but still without an encoding.
      if (isContentError(error)) checkpoint &&= { kind: 'unencoded', index: file.index };
      if (error instanceof LineRefused) refusedLine = error.message;
      if (error instanceof FileChanged && hasChanged) throw changedTwice(error);
      hasChanged ||= error instanceof FileChanged;
      throw error;
    });
    if (fetched.kind !== 'truncated') return fetched;
    checkpoint = fetched.checkpoint;
    throw fetched.error;
  };
  const recordOf = (file: FileCheckpoint): CheckpointRecord => ({
    file,
    ...(refusedLine !== undefined && { refusedLine }),
    ...(hasChanged && { hasChanged }),
  });
  const fetched = await withRetries(fetchOnce, retryDeps(file, deps), failures).catch(
    async (error: unknown) => {
      // After any error the next call can resume; nothing else records the open upload.
      if (!checkpoint || checkpoint === before?.file) throw error;
      const record = recordOf(checkpoint);
      return afterError(error, () => deps.checkpoints.save(record));
    },
  );
  if (fetched.kind === 'landed') return { kind: 'done', receipt: fetched.receipt };
  return { kind: 'paused', checkpoint: recordOf(fetched.checkpoint) };
}

/** Whether the content was refused, so that nothing of it is stored. */
const isContentError = (error: unknown) =>
  (error instanceof FileTruncated || error instanceof FileNotNdjson) &&
  !(error instanceof UnexpectedContentType);

const changedTwice = (cause: FileChanged) =>
  new FileRefused('the file takes longer than a call, and changed twice before it was complete', {
    cause,
  });

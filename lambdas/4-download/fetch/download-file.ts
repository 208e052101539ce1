import type { OpenFile, OpenFileRecord } from '../../lake/open-file.ts';
import type { PlannedFile } from '../../lake/plan-records.ts';
import type { Receipt } from '../../lake/receipt-records.ts';
import type { Clock } from '../../runtime/clock.ts';
import { FileNotNdjson, FileRefused, FileTruncated, LineRefused } from '../../runtime/errors.ts';
import type { Source } from '../../settings/source.ts';
import type { OpenFileBook } from '../receipts/checkpoint-store.ts';
import type { ReceiptBook } from '../receipts/receipt-store.ts';
import { FileChanged, OtherAnswer } from '../store/errors.ts';
import { type FetchDeps, fetchFile } from './fetch-file.ts';
import { type FreshLinks, withFreshLink } from './fresh-links.ts';
import { quarantineFile } from './quarantine-file.ts';
import { withRetries } from './retries.ts';

type LandDeps = FetchDeps & {
  exportId: string;
  onBrokenFile: Source['onBrokenFile'];
  clock: Clock;
  links: FreshLinks;
  receipts: ReceiptBook;
  openFiles: OpenFileBook;
};

type Ended = { kind: 'ended'; receipt: Receipt } | { kind: 'left'; left: OpenFileRecord };

/**
 * Lands one file, by its latest link and with retries, or as much of it as there is time for: then there
 * is more of it for the next call. A file with a line that is refused a second time is quarantined where
 * the source wants that.
 */
export async function landFile(file: PlannedFile, deps: LandDeps): Promise<'continue' | undefined> {
  const ended = await landOrLeave(file, deps).catch((error: unknown) => {
    throw naming(file, error);
  });
  if (ended.kind === 'left') {
    await deps.openFiles.keep(ended.left);
    return 'continue';
  }
  await deps.receipts.add(ended.receipt);
  return undefined;
}

const landOrLeave = (file: PlannedFile, deps: LandDeps): Promise<Ended> =>
  fetchOrLeave(file, deps).catch((error: unknown) => {
    if (!(error instanceof LineRefused) || deps.onBrokenFile === 'fail') throw error;
    return putAside(file, error, deps);
  });

/** Of thousands of files a message has to say which. */
function naming({ index, type }: PlannedFile, error: unknown): unknown {
  if (error instanceof Error)
    error.message = `file ${index} of the manifest (${type}): ${error.message}`;
  return error;
}

async function fetchOrLeave(file: PlannedFile, deps: LandDeps): Promise<Ended> {
  const before = deps.openFiles.of(file.index);
  let open = before?.file;
  let { refusedLine, hasChanged = false } = before ?? {};
  const failures = refusedLine === undefined ? [] : [new LineRefused(refusedLine)];
  const fetchOnce = async () => {
    const fetched = await withFreshLink(file, deps.links, (each) =>
      fetchFile(each, deps, open),
    ).catch((error) => {
      // What came is not what was stored, or not whole: from the beginning, and unencoded still.
      if (isContent(error)) open &&= { kind: 'unencoded', index: file.index };
      if (error instanceof LineRefused) refusedLine = error.message;
      if (error instanceof FileChanged && hasChanged) throw changesAlways(error);
      hasChanged ||= error instanceof FileChanged;
      throw error;
    });
    if (fetched.kind !== 'cut') return fetched;
    open = fetched.open;
    throw fetched.cut;
  };
  const leftAt = (file: OpenFile): OpenFileRecord => ({
    file,
    ...(refusedLine !== undefined && { refusedLine }),
    ...(hasChanged && { hasChanged }),
  });
  const fetched = await withRetries(fetchOnce, deps, failures).catch(async (error: unknown) => {
    // Whatever it was, the next call goes on from what has come, and nobody else knows of its upload.
    if (open && open !== before?.file) await deps.openFiles.keep(leftAt(open));
    throw error;
  });
  if (fetched.kind === 'landed') return { kind: 'ended', receipt: fetched.receipt };
  return { kind: 'left', left: leftAt(fetched.open) };
}

/** Whether it was the content that was refused, of which nothing is stored then. */
const isContent = (error: unknown) =>
  (error instanceof FileTruncated || error instanceof FileNotNdjson) &&
  !(error instanceof OtherAnswer);

const changesAlways = (cause: FileChanged) =>
  new FileRefused(
    'the file takes longer than a call, and changed twice before all of it had come',
    {
      cause,
    },
  );

async function putAside(file: PlannedFile, problem: LineRefused, deps: LandDeps): Promise<Ended> {
  const quarantine = (each: PlannedFile) => quarantineFile(each, problem, deps);
  const receipt = await withRetries(() => withFreshLink(file, deps.links, quarantine), deps);
  return { kind: 'ended', receipt };
}

import type { KickOffCall } from '../dialects/dialect.ts';
import { dialectOf } from '../dialects/dialects.ts';
import type { Answer } from '../fhir-server/answer.ts';
import { resolveLink } from '../fhir-server/links.ts';
import { outcomeCodes } from '../fhir-server/status-errors.ts';
import type { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import type { LastCommitRecord, PublicationCursor } from '../lake/scope-records.ts';
import { saveRefusal } from '../manifest/quarantine-answer.ts';
import {
  afterError,
  KickOffRefused,
  ManifestRefused,
  NotABulkServer,
  ServerUnavailable,
  StatusMalformed,
} from '../runtime/errors.ts';
import type { ExportRequest } from '../settings/export-request.ts';
import { followPages, getLinkedPage, getPage, type PublicationDeps } from './publication-pages.ts';

/** What an export of a publication has to fetch. */
type PublicationDelta =
  /** Its pages are stored. `since`: when the last commit was; null: the whole publication. */
  | { kind: 'changed'; job: Pick<JobRecord, 'since' | 'job'> }
  /** Nothing since the last commit. */
  | { kind: 'unchanged'; lastExportId: string };

/** The publication as of the last commit of the scope. */
type LastRead = Pick<LastCommitRecord, 'exportId' | 'transactionTime'> & {
  publicationCursor: PublicationCursor;
};

/**
 * Reads a publication to its last page that is ready (Bulk Data v4 ballot, publish.html, Incremental
 * Updates): all of it the first time, then what was added to its chain since the last commit. If the
 * chain was closed or is gone, the export is full. A page that cannot be read may have been cut by a
 * proxy: ServerUnavailable, since a page can be requested again.
 */
export async function readPublication(
  { url: root }: Pick<KickOffCall, 'url'>,
  request: ExportRequest,
  last: LastCommitRecord | undefined,
  deps: PublicationDeps,
): Promise<PublicationDelta> {
  const lastRead = request.mode === 'full' ? undefined : lastReadOf(last, root);
  try {
    return await readDelta(root, lastRead, deps);
  } catch (error) {
    if (error instanceof StatusMalformed)
      throw new ServerUnavailable(`$bulk-publish: ${error.message}`, { cause: error });
    throw error;
  }
}

async function readDelta(
  root: string,
  lastRead: LastRead | undefined,
  deps: PublicationDeps,
): Promise<PublicationDelta> {
  if (!lastRead || lastRead.publicationCursor.page === root)
    return readSnapshot(root, lastRead, deps);
  const increments = await readIncrements(lastRead, deps);
  if (increments.kind !== 'closed') return increments;
  deps.log.warn('kick-off.chain-closed', { exportId: deps.exportId });
  return readSnapshot(root, undefined, deps);
}

function lastReadOf(last: LastCommitRecord | undefined, root: string): LastRead | undefined {
  if (last?.publicationCursor?.root !== root) return undefined;
  return { ...last, publicationCursor: last.publicationCursor };
}

/**
 * The whole publication, from its root to the last page that is ready. `lastRead`: the last commit, if
 * the publication had no chain then. Throws NotABulkServer, KickOffRefused, and ServerUnavailable if
 * the server replaces the publication meanwhile: the retry reads the new one.
 */
async function readSnapshot(
  root: string,
  lastRead: LastRead | undefined,
  deps: PublicationDeps,
): Promise<PublicationDelta> {
  const answer = await getPage(root, lastRead?.publicationCursor.etag, deps);
  if (lastRead && (await isUnchanged(answer, lastRead, deps)))
    return { kind: 'unchanged', lastExportId: lastRead.exportId };
  await throwForRefusal(answer, deps);
  const { times, end, last } = await followPages(answer, deps);
  const [first, second = first] = times;
  // The root and the page it links to have one time, be that another page or the stub of its chain.
  if (first !== second || end === 'closed')
    throw new ServerUnavailable('$bulk-publish: the server is replacing the publication');
  return changedSince(null, root, end === 'pending' ? last : answer);
}

/** By the ETag. Without one, by the text of the page or, if it is the only page, by its time. */
async function isUnchanged(
  answer: Answer,
  lastRead: LastRead,
  deps: PublicationDeps,
): Promise<boolean> {
  if (answer.status === 304) return lastRead.publicationCursor.etag !== undefined;
  if (answer.status !== 200) return false;
  const before = await deps.storage.read(exportKeys(lastRead.exportId).manifestPage(1));
  if (before?.text === answer.text) return true;
  const now = dialectOf(deps.source).readManifest(answer.text);
  const isOnly = now.next === undefined;
  return isOnly && Date.parse(now.transactionTime) === Date.parse(lastRead.transactionTime);
}

/** Stores the body of a refusal. */
async function throwForRefusal(answer: Answer, { exportId, source, storage }: PublicationDeps) {
  const { status, text } = answer;
  if (status === 404) throw new NotABulkServer('404 at $bulk-publish; check the baseUrl');
  if (status >= 400) {
    const why = `$bulk-publish was refused with ${status}${outcomeCodes(text)}`;
    return afterError(new KickOffRefused(why), () => saveRefusal(exportId, answer, storage));
  }
  dialectOf(source).readKickOff(answer);
}

/** How the chain continues after the last page that was read. */
type ChainEnd = { kind: 'pending' } | { kind: 'next'; url: string } | { kind: 'closed' };

/**
 * What was added to a chain since its last page was `#pending`. `closed`: the next export must be full;
 * also if the page has lost its link or is gone, since nothing can follow it.
 */
async function readIncrements(
  lastRead: LastRead,
  deps: PublicationDeps,
): Promise<PublicationDelta | { kind: 'closed' }> {
  const { publicationCursor, exportId: lastExportId, transactionTime: since } = lastRead;
  const chain = await chainEnd(lastRead, deps);
  if (chain.kind === 'pending') return { kind: 'unchanged', lastExportId };
  if (chain.kind === 'closed') return chain;
  const { end, last } = await followPages(await getLinkedPage(chain.url, deps), deps);
  return end === 'pending' ? changedSince(since, publicationCursor.root, last) : { kind: 'closed' };
}

async function chainEnd({ publicationCursor }: LastRead, deps: PublicationDeps): Promise<ChainEnd> {
  const { page, etag } = publicationCursor;
  const answer = await getPage(page, etag, deps);
  if (answer.status === 304) return { kind: 'pending' };
  if (answer.status === 404 || answer.status === 410) return { kind: 'closed' };
  if (answer.status !== 200)
    throw new ManifestRefused(`${answer.status} for the last page of the publication`);
  const { next, chain } = dialectOf(deps.source).readManifest(answer.text);
  if (chain === 'pending') return { kind: 'pending' };
  return next === undefined
    ? { kind: 'closed' }
    : { kind: 'next', url: resolveLink(next, page, deps.source) };
}

/**
 * The cursor has the page to request next time, with its ETag as the server sent it, weak or strong; a
 * server need not send one.
 */
function changedSince(
  since: string | null,
  root: string,
  { url: page, headers: { etag } }: Pick<Answer, 'url' | 'headers'>,
): PublicationDelta {
  const publicationCursor = { root, page, ...(etag !== undefined && { etag }) };
  return { kind: 'changed', job: { since, job: { kind: 'publication', publicationCursor } } };
}

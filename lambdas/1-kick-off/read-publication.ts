import type { KickOffCall } from '../dialects/dialect.ts';
import { dialectOf } from '../dialects/dialect-of.ts';
import type { Answer } from '../fhir-server/answer.ts';
import { resolveLink } from '../fhir-server/links.ts';
import { outcomeCodes } from '../fhir-server/status-errors.ts';
import type { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import type { PublicationCursor } from '../lake/publication-cursor.ts';
import type { LastCommitRecord } from '../lake/scope-records.ts';
import { keepRefusal } from '../manifest/keep-answer.ts';
import {
  KickOffRefused,
  ManifestRefused,
  NotABulkServer,
  ServerUnavailable,
  StatusMalformed,
} from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { ExportRequest } from '../settings/export-request.ts';
import type { KickOffOutcome } from './kick-off-request.ts';
import {
  askLinkedPage,
  askPage,
  followPages,
  PageBusy,
  type PublicationDeps,
} from './publication-pages.ts';

export type TakeDeps = PublicationDeps & { log: Log };

/** The server asks for patience (K3). */
type Busy = Extract<KickOffOutcome, { kind: 'busy' }>;

/**
 * Reads a publication to its last page that is ready (Bulk Data v4 ballot, publish.html, Incremental
 * Updates): the whole of it the first time, and then what has been added to its chain since the last
 * commit. A chain that was closed, or is no longer there, is begun anew, with a full export. Where a
 * page cannot be read, a proxy may have cut it: ServerUnavailable, as each may be asked for again (P7).
 */
export async function readPublication(
  { url: root }: Pick<KickOffCall, 'url'>,
  request: ExportRequest,
  last: LastCommitRecord | undefined,
  deps: TakeDeps,
): Promise<PublicationDelta | Busy> {
  const known = request.mode === 'full' ? undefined : knownOf(last, root);
  try {
    return await take(root, known, deps);
  } catch (error) {
    if (error instanceof PageBusy)
      return { kind: 'busy', retryAfterSeconds: error.retryAfterSeconds };
    if (error instanceof StatusMalformed)
      throw new ServerUnavailable(`$bulk-publish: ${error.message}`, { cause: error });
    throw error;
  }
}

async function take(
  root: string,
  known: LastRead | undefined,
  deps: TakeDeps,
): Promise<PublicationDelta> {
  if (!known || known.publicationCursor.page === root) return readSnapshot(root, known, deps);
  const increments = await readIncrements(known, deps);
  if (increments.kind !== 'closed') return increments;
  deps.log.warn('kick-off.chain-closed', { exportId: deps.exportId });
  return readSnapshot(root, undefined, deps);
}

function knownOf(last: LastCommitRecord | undefined, root: string): LastRead | undefined {
  if (last?.publicationCursor?.root !== root) return undefined;
  return { ...last, publicationCursor: last.publicationCursor };
}

/**
 * The whole publication, from its root to the last page that is ready; `known`, where it has no chain
 * and an earlier export has landed it. Throws NotABulkServer, KickOffRefused, and ServerUnavailable
 * where it is being replaced while it is read: the next try reads the new one.
 */
export async function readSnapshot(
  root: string,
  known: LastRead | undefined,
  deps: PublicationDeps,
): Promise<PublicationDelta> {
  const answer = await askPage(root, known?.publicationCursor.etag, deps);
  if (known && (await isUnchanged(answer, known, deps)))
    return { kind: 'unchanged', lastExportId: known.exportId };
  await refuse(answer, deps);
  const { times, end, last } = await followPages(answer, deps);
  const [first, second = first] = times;
  // The root and what it leads to are of one time, be it another page of it or the stub of its chain.
  if (first !== second || end === 'closed')
    throw new ServerUnavailable('$bulk-publish: the publication is being replaced');
  return changedSince(null, root, end === 'pending' ? last : answer);
}

/** Also where the server gives no validator: by the whole page, or by its time where it is the only one. */
async function isUnchanged(
  answer: Answer,
  known: LastRead,
  deps: PublicationDeps,
): Promise<boolean> {
  if (answer.status === 304) return known.publicationCursor.etag !== undefined;
  if (answer.status !== 200) return false;
  const before = await deps.storage.read(exportKeys(known.exportId).manifestPage(1));
  if (before?.text === answer.text) return true;
  const now = dialectOf(deps.source).readManifest(answer.text);
  const isOnly = now.next === undefined;
  return isOnly && Date.parse(now.transactionTime) === Date.parse(known.transactionTime);
}

/** What a refusal says is kept (K2). */
async function refuse(answer: Answer, { exportId, source, storage }: PublicationDeps) {
  const { status, text } = answer;
  if (status === 404) throw new NotABulkServer('404 at $bulk-publish; check the baseUrl');
  if (status >= 400) {
    await keepRefusal(exportId, answer, storage);
    throw new KickOffRefused(`$bulk-publish was refused with ${status}${outcomeCodes(text)}`);
  }
  dialectOf(source).readKickOff(answer);
}

/** The files of this page are landed; its link is all that is wanted. */
type Link = { kind: 'pending' } | { kind: 'next'; url: string } | { kind: 'closed' };

/**
 * What has been added to a chain since its last page was `#pending`. `closed`: everybody has to begin
 * anew; so too where the page has lost its link or is itself gone, as nothing else will come of it.
 */
export async function readIncrements(
  known: LastRead,
  deps: PublicationDeps,
): Promise<PublicationDelta | { kind: 'closed' }> {
  const { publicationCursor, exportId: lastExportId, transactionTime: since } = known;
  const link = await linkOf(known, deps);
  if (link.kind === 'pending') return { kind: 'unchanged', lastExportId };
  if (link.kind === 'closed') return link;
  const { end, last } = await followPages(await askLinkedPage(link.url, deps), deps);
  return end === 'pending' ? changedSince(since, publicationCursor.root, last) : { kind: 'closed' };
}

async function linkOf({ publicationCursor }: LastRead, deps: PublicationDeps): Promise<Link> {
  const { page, etag } = publicationCursor;
  const answer = await askPage(page, etag, deps);
  if (answer.status === 304) return { kind: 'pending' };
  if (answer.status === 404 || answer.status === 410) return { kind: 'closed' };
  if (answer.status !== 200)
    throw new ManifestRefused(`the last page of the publication is answered ${answer.status}`);
  const { next, chain } = dialectOf(deps.source).readManifest(answer.text);
  if (chain === 'pending') return { kind: 'pending' };
  return next === undefined
    ? { kind: 'closed' }
    : { kind: 'next', url: resolveLink(next, page, deps.source) };
}

/** What there is to export of a publication. */
export type PublicationDelta =
  /** Its pages are stored. */
  | { kind: 'taken'; job: Pick<JobRecord, 'since' | 'job'> }
  /** Nothing that an earlier export has not landed. */
  | { kind: 'unchanged'; lastExportId: string };

/** A publication as the last commit of the scope has left it. */
export type LastRead = Pick<LastCommitRecord, 'exportId' | 'transactionTime'> & {
  publicationCursor: PublicationCursor;
};

/**
 * What changed since then, null for the whole of it, and the page to ask next time, with its validator
 * as it came, weak or strong; a server need not give one.
 */
export function changedSince(
  since: string | null,
  root: string,
  { url: page, headers: { etag } }: Pick<Answer, 'url' | 'headers'>,
): PublicationDelta {
  const publicationCursor = { root, page, ...(etag !== undefined && { etag }) };
  return { kind: 'taken', job: { since, job: { kind: 'publication', publicationCursor } } };
}

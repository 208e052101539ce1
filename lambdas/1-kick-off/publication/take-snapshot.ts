import { outcomeCodes } from '../../dialects/bulk-data/outcome-codes.ts';
import { dialectOf } from '../../dialects/dialect-of.ts';
import type { Answer } from '../../fhir-server/answer.ts';
import { exportKeys } from '../../lake/keys.ts';
import { keepRefusal } from '../../manifest/keep-answer.ts';
import { KickOffRefused, NotABulkServer, ServerUnavailable } from '../../runtime/errors.ts';
import { askPage } from './ask-page.ts';
import { type Known, type Taken, taken } from './taken.ts';
import { type WalkDeps, walkPages } from './walk-pages.ts';

/**
 * The whole publication, from its root to the last page that is ready; `known`, where it has no chain
 * and an earlier export has landed it. Throws NotABulkServer, KickOffRefused, and ServerUnavailable
 * where it is being replaced while it is read: the next try reads the new one.
 */
export async function takeSnapshot(
  root: string,
  known: Known | undefined,
  deps: WalkDeps,
): Promise<Taken> {
  const answer = await askPage(root, known?.publicationCursor.etag, deps);
  if (known && (await isUnchanged(answer, known, deps)))
    return { kind: 'unchanged', lastExportId: known.exportId };
  await refuse(answer, deps);
  const { times, end, last } = await walkPages(answer, deps);
  const [first, second = first] = times;
  // The root and what it leads to are of one time, be it another page of it or the stub of its chain.
  if (first !== second || end === 'closed')
    throw new ServerUnavailable('$bulk-publish: the publication is being replaced');
  return taken(null, root, end === 'pending' ? last : answer);
}

/** Also where the server gives no validator: by the whole page, or by its time where it is the only one. */
async function isUnchanged(answer: Answer, known: Known, deps: WalkDeps): Promise<boolean> {
  if (answer.status === 304) return known.publicationCursor.etag !== undefined;
  if (answer.status !== 200) return false;
  const before = await deps.storage.read(exportKeys(known.exportId).manifestPage(1));
  if (before?.text === answer.text) return true;
  const now = dialectOf(deps.source).readManifest(answer.text);
  const isOnly = now.next === undefined;
  return isOnly && Date.parse(now.transactionTime) === Date.parse(known.transactionTime);
}

/** What a refusal says is kept (K2). */
async function refuse(answer: Answer, { exportId, source, storage }: WalkDeps) {
  const { status, text } = answer;
  if (status === 404) throw new NotABulkServer('404 at $bulk-publish; check the baseUrl');
  if (status >= 400) {
    await keepRefusal(exportId, answer, storage);
    throw new KickOffRefused(`$bulk-publish was refused with ${status}${outcomeCodes(text)}`);
  }
  dialectOf(source).readKickOff(answer);
}

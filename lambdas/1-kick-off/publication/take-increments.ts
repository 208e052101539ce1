import { dialectOf } from '../../dialects/dialect-of.ts';
import { resolveLink } from '../../fhir-server/links.ts';
import { ManifestRefused } from '../../runtime/errors.ts';
import { askLinkedPage, askPage } from './ask-page.ts';
import { type Known, type Taken, taken } from './taken.ts';
import { type WalkDeps, walkPages } from './walk-pages.ts';

/** The files of this page are landed; its link is all that is wanted. */
type Link = { kind: 'pending' } | { kind: 'next'; url: string } | { kind: 'closed' };

/**
 * What has been added to a chain since its last page was `#pending`. `closed`: everybody has to begin
 * anew; so too where the page has lost its link or is itself gone, as nothing else will come of it.
 */
export async function takeIncrements(
  known: Known,
  deps: WalkDeps,
): Promise<Taken | { kind: 'closed' }> {
  const { publicationCursor, exportId: lastExportId, transactionTime: since } = known;
  const link = await linkOf(known, deps);
  if (link.kind === 'pending') return { kind: 'unchanged', lastExportId };
  if (link.kind === 'closed') return link;
  const { end, last } = await walkPages(await askLinkedPage(link.url, deps), deps);
  return end === 'pending' ? taken(since, publicationCursor.root, last) : { kind: 'closed' };
}

async function linkOf({ publicationCursor }: Known, deps: WalkDeps): Promise<Link> {
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

import type { Answer } from '../../fhir-server/answer.ts';
import type { JobRecord } from '../../lake/export-records.ts';
import type { PublicationCursor } from '../../lake/publication-cursor.ts';
import type { LastCommitRecord } from '../../lake/scope-records.ts';

/** What there is to export of a publication. */
export type Taken =
  /** Its pages are stored. */
  | { kind: 'taken'; job: Pick<JobRecord, 'since' | 'job'> }
  /** Nothing that an earlier export has not landed. */
  | { kind: 'unchanged'; lastExportId: string };

/** A publication as the last commit of the scope has left it. */
export type Known = Pick<LastCommitRecord, 'exportId' | 'transactionTime'> & {
  publicationCursor: PublicationCursor;
};

/**
 * What changed since then, null for the whole of it, and the page to ask next time, with its validator
 * as it came, weak or strong; a server need not give one.
 */
export function taken(
  since: string | null,
  root: string,
  { url: page, headers: { etag } }: Pick<Answer, 'url' | 'headers'>,
): Taken {
  const publicationCursor = { root, page, ...(etag !== undefined && { etag }) };
  return { kind: 'taken', job: { since, job: { kind: 'publication', publicationCursor } } };
}

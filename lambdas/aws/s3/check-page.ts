import { NoAnswer } from '../aws-errors.ts';

/** A page of a listing, with the marker that asked for it and the marker of the next page. */
type Page = {
  isTruncated: boolean | undefined;
  marker: string | undefined;
  nextMarker: string | undefined;
};

/**
 * Checks a page within its call, which is then made again. Throws NoAnswer for an answer that is no listing,
 * which must not count as an empty one, and for a page that says there are more and names none, or itself:
 * the listing would end early, or never.
 */
export function checkPage({ isTruncated, marker, nextMarker }: Page, what: string): void {
  if (isTruncated === undefined)
    throw new NoAnswer(`did not answer with ${what}; is there a proxy in front of S3?`);
  if (isTruncated && (!nextMarker || nextMarker === marker))
    throw new NoAnswer(`answered with ${what} that is truncated and does not name its next page`);
}

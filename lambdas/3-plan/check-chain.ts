import type { Manifest } from '../dialects/dialect.ts';
import { ManifestRefused } from '../runtime/errors.ts';
import { Instant } from '../settings/export-request.ts';

/**
 * Refuses pages of a publication whose times go back: each increment is of a later time than what it
 * goes on from, or of the same where it has several pages (Bulk Data v4 ballot, publish.html). Throws
 * ManifestRefused.
 */
export function checkChain(pages: readonly Manifest[]): void {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { transactionTime } of pages) {
    if (!Instant.safeParse(transactionTime).success)
      throw new ManifestRefused(
        'a page of the publication has a transactionTime that is no instant',
      );
    const time = Date.parse(transactionTime);
    if (time < latest)
      throw new ManifestRefused('a page of the publication is older than the one before it');
    latest = time;
  }
}

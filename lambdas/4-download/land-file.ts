import type { Clock } from '../shared/clock.ts';
import { FileNotNdjson, FileTruncated } from '../shared/errors.ts';
import type { PlannedFile } from '../shared/records/plan-records.ts';
import { type FetchDeps, fetchFile } from './fetch-file.ts';
import type { FreshLinks } from './fresh-links.ts';
import type { OpenFileBook } from './open-file-book.ts';
import type { ReceiptBook } from './receipt-book.ts';
import { withFreshLink } from './with-fresh-link.ts';
import { withRetries } from './with-retries.ts';

type LandDeps = FetchDeps & {
  clock: Clock;
  links: FreshLinks;
  receipts: ReceiptBook;
  openFiles: OpenFileBook;
};

/**
 * Lands one file, by its latest link and with retries, or as much of it as there is time for: then there
 * is more of it for the next call.
 */
export async function landFile(file: PlannedFile, deps: LandDeps): Promise<'more' | undefined> {
  let open = deps.openFiles.of(file.index);
  const fetchOnce = () =>
    withFreshLink(file, deps.links, (each) => fetchFile(each, deps, open)).catch((error) => {
      // What came is not what was stored, or not whole: from the beginning.
      if (error instanceof FileTruncated || error instanceof FileNotNdjson) open = undefined;
      throw error;
    });
  const fetched = await withRetries(fetchOnce, deps);
  if (fetched.kind === 'landed') {
    await deps.receipts.add(fetched.receipt);
    return undefined;
  }
  await deps.openFiles.keep(fetched.open);
  return 'more';
}

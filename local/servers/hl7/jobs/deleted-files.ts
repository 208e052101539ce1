import { bytesOfLines } from '../holdings/narrowed.ts';
import type { Hl7Order } from '../kick-off/order.ts';
import type { ManifestOptions } from '../options.ts';
import { type JobFile, typedFile } from './job-file.ts';

const ENTRIES = 10;

/** The file of deletions: Bundles of DELETE entries, for resources that are in no other file (rule 36). */
export function deletedFiles(
  { window, types, transactionTime }: Hl7Order,
  deletions: ManifestOptions['deletions'],
): JobFile[] {
  const [type] = types;
  if (!deletions || deletions.count === 0 || type === undefined) return [];
  if (deletions.to === 'since' && window.since === undefined) return [];
  const ids = Array.from({ length: deletions.count }, (_, nth) => `${type}/deleted-${nth + 1}`);
  const bundles = Array.from({ length: Math.ceil(ids.length / ENTRIES) }, (_, nth) =>
    bundleOf(ids.slice(nth * ENTRIES, (nth + 1) * ENTRIES), transactionTime),
  );
  return [typedFile('Bundle', bundles.length, () => bytesOfLines(bundles))];
}

const bundleOf = (urls: readonly string[], lastUpdated: Date): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    meta: { lastUpdated },
    type: 'transaction',
    entry: urls.map((url) => ({ request: { method: 'DELETE', url } })),
  });

import type { Manifest } from '../dialects/dialect.ts';
import { resolveLink } from '../fhir-server/links.ts';
import { dataKey, typePrefix } from '../lake/keys.ts';
import { landedType } from '../lake/landed-type.ts';
import type { PageRecord, PlannedFile } from '../lake/plan-records.ts';
import type { Source } from '../settings/source.ts';

/** One page of the manifest and where it came from. */
export type Page = PageRecord & { page: number; manifest: Manifest };

/** What all files of one export share. */
type Destination = { source: Source; exportDate: string; dataExportId: string };

/**
 * Gives each file of the manifest its URL and its S3 key. Keys number the files of a type in the order
 * of the pages: the server's file names may repeat. A link that is listed twice is one file. Throws
 * LinkRefused.
 */
export function planFiles(
  pages: readonly Page[],
  { source, exportDate, dataExportId }: Destination,
): PlannedFile[] {
  const planned = new Map<string, PlannedFile>();
  const partsOf = new Map<string, number>();
  for (const { page, url: pageUrl, manifest } of pages)
    for (const { link, type: listedType, count, bytes, ...place } of manifest.files) {
      const type = landedType({ list: place.list, type: listedType });
      const url = resolveLink(link, pageUrl, source);
      const name = `${type} ${url}`;
      if (planned.has(name)) continue;
      const part = (partsOf.get(type) ?? 0) + 1;
      partsOf.set(type, part);
      const key = dataKey(typePrefix(type, exportDate, dataExportId), part);
      const promised = {
        ...(count !== undefined && { count }),
        ...(bytes !== undefined && { promisedBytes: bytes }),
      };
      planned.set(name, { index: planned.size + 1, page, ...place, type, url, key, ...promised });
    }
  return [...planned.values()];
}

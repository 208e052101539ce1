import type { ManifestFile } from '../shared/dialects/dialect.ts';
import { dataKey, typePrefix } from '../shared/keys.ts';
import type { PlannedFile } from '../shared/records/export-records.ts';
import { resolveLink } from '../shared/server/links.ts';
import type { Source } from '../shared/settings/source.ts';

/** What every file of one export shares. */
export type Landing = { source: Source; manifestUrl: string; exportDate: string; exportId: string };

/**
 * Gives each file of the manifest its URL and its key. Keys count the files of a type, never the
 * server's file names, which may repeat (M7); a link listed twice is one file. Throws LinkRefused.
 */
export function planFiles(files: readonly ManifestFile[], landing: Landing): PlannedFile[] {
  const { source, manifestUrl, exportDate, exportId } = landing;
  const planned = new Map<string, PlannedFile>();
  const partsOf = new Map<string, number>();
  for (const { type, link, count } of files) {
    const url = resolveLink(link, manifestUrl, source);
    const name = `${type} ${url}`;
    if (planned.has(name)) continue;
    const part = (partsOf.get(type) ?? 0) + 1;
    partsOf.set(type, part);
    const key = dataKey(typePrefix(type, exportDate, exportId), part);
    const promised = count === undefined ? {} : { count };
    planned.set(name, { index: planned.size + 1, type, url, key, ...promised });
  }
  return [...planned.values()];
}

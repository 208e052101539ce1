import * as z from 'zod';
import type { ManifestList } from '../../lake/landed-type.ts';
import { ManifestRefused } from '../../runtime/errors.ts';
import type { ManifestFile } from '../dialect.ts';

/** A number the server may leave out, and often gets wrong (M14). */
const Count = z.int().min(0).optional().catch(undefined);

const ManifestEntry = z.looseObject({
  type: z.string().nullish(),
  url: z.string().min(1),
  count: Count,
  fileSize: Count,
  extension: z.unknown().optional(),
});
type ManifestEntry = z.infer<typeof ManifestEntry>;

/** The entries of one list of a manifest; none where the server leaves it out (rule 33). */
export const ManifestEntries = z
  .array(ManifestEntry)
  .nullish()
  .transform((entries) => entries ?? []);

/** What the lines of these lists are, whether or not the entry says so (rules 35, 36). */
const LINES: Record<ManifestList, string | null> = {
  output: null,
  deleted: 'Bundle',
  outcome: 'OperationOutcome',
};

/** The guide names no such extension, only that there may be some; names that speak of a login (rule 4). */
const LOGIN = /authori[sz]ation|authenticat|oauth|token|credential|bearer/i;

/**
 * The files of one list, numbered from 1. `isOrganized`: the output is organized by another resource,
 * and its entries have no type (rule 34). Throws ManifestRefused.
 */
export function readFiles(
  list: ManifestList,
  entries: readonly ManifestEntry[],
  isOrganized: boolean,
): ManifestFile[] {
  return entries.map((entry, i) => {
    const at = `entry ${i + 1} of ${list}`;
    if (extensionNames(entry.extension).some((name) => LOGIN.test(name)))
      throw new ManifestRefused(`${at} has an extension that says how to log in; nothing here can`);
    const { url: link, count, fileSize: bytes } = entry;
    return {
      list,
      entry: i + 1,
      type: typeOf(list, entry, isOrganized, at),
      link,
      ...(count !== undefined && { count }),
      ...(bytes !== undefined && { bytes }),
    };
  });
}

function typeOf(list: ManifestList, entry: ManifestEntry, isOrganized: boolean, at: string) {
  const type = entry.type ?? null;
  const fixed = LINES[list];
  if (fixed !== null && type !== null && type !== fixed)
    throw new ManifestRefused(`${at} has another type than ${fixed}`);
  if (fixed === null && type === null && !isOrganized)
    throw new ManifestRefused(`${at} has no type, and the output is not organized by another`);
  return type ?? fixed;
}

/** An object of names in v2 and v3, a list of FHIR's Extension in v4 (rule 39). */
function extensionNames(extension: unknown): string[] {
  if (typeof extension !== 'object' || extension === null) return [];
  if (!Array.isArray(extension)) return Object.keys(extension);
  return extension.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'url' in one ? [String(one.url)] : [],
  );
}

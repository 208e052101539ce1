import * as z from 'zod';
import type { ManifestList } from '../../lake/landed-type.ts';
import { ManifestRefused, StatusMalformed } from '../../runtime/errors.ts';
import { issuePaths, parseJsonObject } from '../../runtime/json.ts';
import type { Manifest, ManifestFile } from '../dialect.ts';

/** Optional, and ignored if malformed. */
const Count = z.int().min(0).optional().catch(undefined);

const ManifestEntry = z.looseObject({
  type: z.string().nullish(),
  url: z.string().min(1),
  count: Count,
  fileSize: Count,
  extension: z.unknown().optional(),
});
type ManifestEntry = z.infer<typeof ManifestEntry>;

/** The entries of one list; a missing list is empty (rule 33). */
const ManifestEntries = z
  .array(ManifestEntry)
  .nullish()
  .transform((entries) => entries ?? []);

const Link = z.looseObject({ relation: z.unknown().optional(), url: z.unknown().optional() });

const Body = z.looseObject({
  transactionTime: z.string(),
  requiresAccessToken: z.boolean().default(true),
  outputOrganizedBy: z.string().nullish(),
  organizeOutputBy: z.string().nullish(),
  request: z.string().optional().catch(undefined),
  output: ManifestEntries,
  deleted: ManifestEntries,
  error: ManifestEntries,
  outcome: ManifestEntries,
  link: z
    .union([z.array(Link), Link])
    .nullish()
    .transform((link) => [link ?? []].flat()),
});

/** A manifest may have as many invalid paths as files. */
const MAX_PATHS_IN_MESSAGE = 5;

/**
 * Whether a body is a manifest. v4 allows it to lack `output` if nothing was exported. Any other body
 * without `output` is not an empty export but another document (rule 33).
 */
export function isManifest(body: Record<string, unknown>): boolean {
  const { output, transactionTime, requiresAccessToken, manifestType, outcome } = body;
  if (output !== undefined && output !== null) return Array.isArray(output);
  const isOfV4 = typeof manifestType === 'string' || Array.isArray(outcome);
  return isOfV4 && typeof transactionTime === 'string' && typeof requiresAccessToken === 'boolean';
}

/**
 * One page of a manifest of any version: missing lists are empty, `error` and `outcome` are one list
 * (rules 33–39). A missing `requiresAccessToken` counts as true, which is safe as the credential goes only
 * to origins of the source. Throws StatusMalformed, and ManifestRefused for entries of an unknown or
 * wrong type or with a login of their own (rule 4), and for two next pages.
 */
export function readBulkDataManifest(text: string): Manifest {
  const body = parseJsonObject(text);
  if (body && !isManifest(body)) throw new StatusMalformed('the manifest lacks output');
  const checked = Body.safeParse(body);
  if (!checked.success) {
    const paths = issuePaths(checked.error).slice(0, MAX_PATHS_IN_MESSAGE);
    throw new StatusMalformed(`the manifest lacks ${paths.join(', ')}`);
  }
  const { transactionTime, requiresAccessToken, request } = checked.data;
  const { output, deleted, error, outcome } = checked.data;
  const organizedBy = checked.data.outputOrganizedBy ?? checked.data.organizeOutputBy;
  const next = nextPage(checked.data.link);
  return {
    transactionTime,
    requiresAccessToken,
    files: [
      ...readFiles('output', output, !!organizedBy),
      ...readFiles('deleted', deleted, false),
      ...readFiles('outcome', [...error, ...outcome], false),
    ],
    ...(request !== undefined && { request }),
    ...(next !== undefined && { next }),
  };
}

/** The link with the relation `next` (rule 37). */
function nextPage(links: z.infer<typeof Link>[]): string | undefined {
  const next = links.filter(({ relation }) => relation === 'next').map(({ url }) => url);
  if (next.length > 1) throw new ManifestRefused('the manifest has more than one next page');
  if (next.length === 0) return undefined;
  const [url] = next;
  if (typeof url === 'string' && url !== '') return url;
  throw new StatusMalformed('the manifest has a next page without a URL');
}

/** The resource type of a list's lines, even if an entry has no type (rules 35, 36). */
const LINE_TYPES: Record<ManifestList, string | null> = {
  output: null,
  deleted: 'Bundle',
  outcome: 'OperationOutcome',
};

/** Names of extensions that require a login; the guide allows such extensions, but names none (rule 4). */
const LOGIN = /authori[sz]ation|authenticat|oauth|token|credential|bearer/i;

/**
 * The files of one list, numbered from 1. `isOrganized`: the output is organized by another resource,
 * and its entries have no type (rule 34). Throws ManifestRefused.
 */
function readFiles(
  list: ManifestList,
  entries: readonly ManifestEntry[],
  isOrganized: boolean,
): ManifestFile[] {
  return entries.map((entry, i) => {
    const at = `entry ${i + 1} of ${list}`;
    if (extensionNames(entry.extension).some((name) => LOGIN.test(name)))
      throw new ManifestRefused(
        `${at} has an extension that requires a login of its own, which is not supported`,
      );
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
  const fixed = LINE_TYPES[list];
  if (fixed !== null && type !== null && type !== fixed)
    throw new ManifestRefused(`${at} has another type than ${fixed}`);
  if (fixed === null && type === null && !isOrganized)
    throw new ManifestRefused(`${at} has no type, and the output is not organized by another`);
  return type ?? fixed;
}

/** An object by name in v2 and v3, a list of FHIR Extensions in v4 (rule 39). */
function extensionNames(extension: unknown): string[] {
  if (typeof extension !== 'object' || extension === null) return [];
  if (!Array.isArray(extension)) return Object.keys(extension);
  return extension.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'url' in one ? [String(one.url)] : [],
  );
}

import * as z from 'zod';
import { ManifestRefused, StatusMalformed } from '../../runtime/errors.ts';
import { issuePaths, parseJsonObject } from '../../runtime/json.ts';
import type { Manifest } from '../dialect.ts';
import { ManifestEntries, readFiles } from './manifest-entries.ts';

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

/** Paths that a message names; a manifest may have as many wrong ones as files. */
const MAX_NAMED = 5;

/**
 * Whether a body is a manifest. v4's `output` is 0..*, and left out where nothing is exported; only a
 * body that is complete without and marked as v4's may do so, as what lacks an `output` is else no
 * empty export but something else (P9, rule 33).
 */
export function isManifest(body: Record<string, unknown>): boolean {
  const { output, transactionTime, requiresAccessToken, manifestType, outcome } = body;
  if (output !== undefined && output !== null) return Array.isArray(output);
  const isOfV4 = typeof manifestType === 'string' || Array.isArray(outcome);
  return isOfV4 && typeof transactionTime === 'string' && typeof requiresAccessToken === 'boolean';
}

/**
 * One page of a manifest, of any version: lists that are missing are empty, `error` and `outcome` are
 * one (rules 33–39). A missing `requiresAccessToken` counts as true, as the credential goes only to
 * the source's own origins (M6). Throws StatusMalformed, and ManifestRefused for an entry that says
 * too little or something else (M16, rule 4) and for two next pages.
 */
export function readBulkDataManifest(text: string): Manifest {
  const body = parseJsonObject(text);
  if (body && !isManifest(body)) throw new StatusMalformed('the manifest lacks output');
  const checked = Body.safeParse(body);
  if (!checked.success) {
    const paths = issuePaths(checked.error).slice(0, MAX_NAMED);
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

/** A list of links, or one alone; other relations lead to no files (rule 37). */
function nextPage(links: z.infer<typeof Link>[]): string | undefined {
  const next = links.filter(({ relation }) => relation === 'next').map(({ url }) => url);
  if (next.length > 1) throw new ManifestRefused('the manifest has more than one next page');
  if (next.length === 0) return undefined;
  const [url] = next;
  if (typeof url === 'string' && url !== '') return url;
  throw new StatusMalformed('the manifest has a next page without a URL');
}

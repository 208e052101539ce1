import type { LastCommitRecord } from '../../../lambdas/lake/scope-records.ts';
import type { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { aRequest, aSource, TRANSACTION_TIME } from '../../fakes/builders.ts';
import type { Reply, Scripted } from '../../fakes/scripted-http.ts';
import { kickOffWorld } from './kick-off-world.ts';

const BASE = 'https://hl7.example/fhir';
export const ROOT = `${BASE}/$bulk-publish`;
export const pageUrl = (name: string) => `${BASE}/${name}`;

const source = aSource({ dialect: 'bulk-publish', baseUrl: BASE });

/** A page of the publication, which leads to another one or has a marker in its place. */
export const aPage = (
  next?: string,
  changes: object = {},
  headers: Reply['headers'] = {},
): Reply => ({
  headers,
  body: JSON.stringify({
    ...{ transactionTime: TRANSACTION_TIME, requiresAccessToken: false, output: [] },
    ...(next !== undefined && { link: [{ relation: 'next', url: next }] }),
    ...changes,
  }),
});

/** The last commit of the scope, after which that page is asked. */
export const commitAt = (page: string, etag?: string, root = ROOT): LastCommitRecord => ({
  ...{ exportId: 'acme-0', transactionTime: '2026-11-21T00:00:00Z', membership: null },
  publicationCursor: { root, page, ...(etag !== undefined && { etag }) },
});

/** An export of a publication that has those pages, by their names; '' is its root. */
export async function publicationWorld(
  pages: Record<string, Scripted | Scripted[]>,
  last?: LastCommitRecord,
  request: Partial<ExportRequest> = {},
) {
  const routes = Object.fromEntries(
    Object.entries(pages).map(([name, answer]) => [`GET ${name ? pageUrl(name) : ROOT}`, answer]),
  );
  const world = await kickOffWorld({ routes, source, request: aRequest(request) });
  if (last) await world.lastCommitWas(last);
  return {
    ...world,
    /** What was asked for, in order: the names of pages. */
    asked: () =>
      world.http.requests.map(({ url }) => (url === ROOT ? '' : url.slice(BASE.length + 1))),
  };
}

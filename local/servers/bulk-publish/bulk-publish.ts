import { createHash } from 'node:crypto';
import { noLogin } from '../auth/login.ts';
import { fileStore } from '../export/files.ts';
import { faultInjector } from '../faults/fault-injector.ts';
import { type Route, routedServer } from '../http/routing.ts';
import {
  type BulkServer,
  json,
  OutcomeError,
  type ServerRequest,
  type ServerResponse,
} from '../http/server.ts';
import { manifest } from './manifest.ts';
import type { BulkPublishOptions } from './options.ts';
import { deletions, type Publication, publication, ROOT } from './publication.ts';

/** The server, and what its provider can do to the publication. */
export type BulkPublishServer = BulkServer & Pick<Publication, 'refresh' | 'replace' | 'prune'>;

/**
 * A static publication of the HL7 Bulk Data guide (v4 ballot) at `/fhir/$bulk-publish`: a snapshot, and
 * with `updateSeconds` a chain of updates that grows by the clock.
 */
export function bulkPublish(options: BulkPublishOptions): BulkPublishServer {
  const { population, types = population.types, login = noLogin } = options;
  const { authorize } = login;
  const files = fileStore(population);
  const deleted = deletions(options.deletions ?? 0, types[0] ?? 'Patient');
  const published = publication({ ...options, files, deleted });

  const page = (request: ServerRequest, name: string): ServerResponse => {
    const found = published.page(name);
    if (!found) throw new OutcomeError(404, 'not-found', 'no such page');
    return conditionalResponse(request, manifest(request, found, options), options.etags ?? true);
  };
  const file = (name: string) =>
    name.startsWith('deleted_') ? deleted.serve(name) : files.serve(name);
  const get = { method: 'GET', authorize };
  const routes: Route[] = [
    {
      ...get,
      on: 'kick-off',
      path: '/fhir/$bulk-publish',
      respond: (request) => page(request, ROOT),
    },
    { ...get, on: 'status', path: '/fhir/manifests/:name', respond: page },
    { ...get, on: 'file', path: '/fhir/files/:name', respond: (_, name) => file(name) },
    ...login.routes,
  ];
  const { refresh, replace, prune } = published;
  const server = routedServer(routes, faultInjector(options.faults));
  return { ...server, refresh, replace, prune };
}

/** Responds with an `ETag` of the body, or with 304 where the client has that one. */
function conditionalResponse(
  { headers }: ServerRequest,
  body: object,
  etags: boolean,
): ServerResponse {
  if (!etags) return json(200, body);
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const etag = `W/"${digest.slice(0, 16)}"`;
  if (headers['if-none-match'] === etag) return { status: 304, headers: { etag }, body: '' };
  return json(200, body, { etag });
}

import assert from 'node:assert/strict';
import type { Http } from '../../lambdas/http/http.ts';
import type { ExportResult } from '../../local/exports/export-result.ts';
import {
  type BulkPublishServer,
  bulkPublish,
} from '../../local/servers/bulk-publish/bulk-publish.ts';
import type { BulkPublishOptions } from '../../local/servers/bulk-publish/options.ts';
import { inProcessHttp } from '../../local/servers/http/transport.ts';
import { type VirtualClock, virtualClock } from '../fakes/virtual-clock.ts';
import { landedContent, serverContent } from './lake-content.ts';
import { people } from './one-up-servers.ts';
import { openWorld, type World } from './world.ts';

const TYPES = ['Patient', 'Encounter', 'Condition'];

/** The whole workflow with a source `directory` that publishes without a login. */
export type PublishWorld = World & { server: BulkPublishServer };

type Of = {
  server?: (clock: VirtualClock) => Partial<BulkPublishOptions>;
  /** Settings of the source in addition to dialect and address. */
  source?: object;
  secrets?: Record<string, string>;
};

/** Each request takes a second. */
export async function openPublishWorld({
  server: more,
  source,
  secrets,
}: Of = {}): Promise<PublishWorld> {
  const clock = virtualClock();
  const shared = { clock, population: people, types: TYPES, linesPerFile: 100 };
  const server = bulkPublish({ ...shared, ...more?.(clock) });
  const reach = inProcessHttp({ 'https://directory.example': server });
  const http: Http = async (request) => {
    await clock.sleep(1000);
    return reach(request);
  };
  const directory = {
    ...{ dialect: 'bulk-publish', baseUrl: 'https://directory.example/fhir' },
    ...{ auth: { kind: 'none' }, ...source },
  };
  const world = await openWorld({ settings: { directory }, secrets: secrets ?? {}, http, clock });
  return { ...world, server };
}

/** Proves that an export landed what was published since then, byte for byte. */
export function assertLanded(world: World, result: ExportResult, since: string | null): void {
  assert.equal(result.error, null);
  assert.deepEqual([result.status, result.since], ['published', since]);
  const until = new Date(result.transactionTime ?? '');
  const window = since === null ? { until } : { since: new Date(since), until };
  for (const type of TYPES)
    assert.ok(landedContent(world.lake, result, type) === serverContent(type, window), type);
}

/** The last segments of the requested paths, from a request on. */
export const requestedFiles = ({ server }: PublishWorld, from = 0): string[] =>
  server.requests.slice(from).map(({ url }) => url.pathname.replace(/^.*\//, ''));

import assert from 'node:assert/strict';
import type { Http } from '../../../lambdas/http/http.ts';
import type { ExportResult } from '../../../local/exports/export-result.ts';
import { type GroupStore, groupStore } from '../../../local/servers/export/groups.ts';
import { hl7 } from '../../../local/servers/hl7/hl7.ts';
import type { Hl7Options } from '../../../local/servers/hl7/options.ts';
import type { BulkServer } from '../../../local/servers/http/server.ts';
import { inProcessHttp } from '../../../local/servers/http/transport.ts';
import { type VirtualClock, virtualClock } from '../../fakes/virtual-clock.ts';
import { landedContent, serverContent } from '../lake-content.ts';
import { people } from '../one-up-servers.ts';
import { openWorld, type World } from '../world.ts';

export const BASE_URL = 'https://fhir.example/fhir';
/** An origin of files that never gets the credential. */
export const OPEN_ORIGIN = 'https://open.example';

/** The whole workflow with a source at an HL7 server. */
export type Hl7World = World & { server: BulkServer };

type Of = {
  /** Options of the server, which can use its clock. */
  server: (clock: VirtualClock) => Omit<Hl7Options, 'clock' | 'population' | 'groups'>;
  /** Settings of the source `hl7` in addition to dialect and address. */
  source?: object;
  secrets?: Record<string, string>;
  /** Groups of the server. */
  groups?: GroupStore;
  /** The time of a request. */
  requestSeconds?: number;
};

/** One HL7 server, which also answers at {@link OPEN_ORIGIN}; each request takes a second. */
export async function openHl7World(of: Of): Promise<Hl7World> {
  const clock = virtualClock();
  const groups = of.groups ?? groupStore();
  const shared = { clock, population: people, groups, linesPerFile: 100 };
  const server = hl7({ ...shared, ...of.server(clock) });
  const reach = inProcessHttp({ 'https://fhir.example': server, [OPEN_ORIGIN]: server });
  const http: Http = async (request) => {
    await clock.sleep((of.requestSeconds ?? 1) * 1000);
    return reach(request);
  };
  const source = {
    ...{ dialect: 'bulk-data', baseUrl: BASE_URL, openOrigins: [OPEN_ORIGIN] },
    ...{ auth: { kind: 'none' }, ...of.source },
  };
  const settings = { hl7: source };
  const world = await openWorld({ settings, secrets: of.secrets ?? {}, http, clock });
  return { ...world, server };
}

/** A few types, so that a test's export is small. */
export const TYPES = ['Patient', 'Encounter', 'Condition'];

/** Proves that an export is published and landed the server's data, byte for byte. */
export function assertLanded(world: Hl7World, result: ExportResult, types = TYPES): void {
  assert.equal(result.error, null);
  assert.equal(result.status, 'published');
  const until = new Date(result.transactionTime ?? '');
  const since = result.since === null ? {} : { since: new Date(result.since) };
  for (const type of types)
    assert.ok(
      landedContent(world.lake, result, type) === serverContent(type, { ...since, until }),
      type,
    );
}

/** The requests to these paths, in order. */
export const requestsTo = ({ server }: Hl7World, path: RegExp): string[] =>
  server.requests
    .filter(({ url }) => path.test(url.pathname))
    .map(({ method, url }) => `${method} ${url.pathname}`);

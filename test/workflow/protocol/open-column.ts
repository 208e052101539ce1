import type { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import type { ExportResult } from '../../../local/exports/export-result.ts';
import type { BulkPublishOptions } from '../../../local/servers/bulk-publish/options.ts';
import { groupOf, groupStore } from '../../../local/servers/export/groups.ts';
import type { Fault } from '../../../local/servers/faults/fault-injector.ts';
import type { Hl7Options } from '../../../local/servers/hl7/options.ts';
import type { BulkServer } from '../../../local/servers/http/server.ts';
import { type VirtualClock, virtualClock } from '../../fakes/virtual-clock.ts';
import { openHl7World } from '../hl7/hl7-world.ts';
import { oneUpServers, people, secrets, settings } from '../one-up-servers.ts';
import { openPublishWorld } from '../publish-world.ts';
import { openWorld, type World } from '../world.ts';
import type { Column } from './columns.ts';

/** A group that every server has, and its members. */
export const GROUP = 'cohort-2026';
export const MEMBERS = people.patientIds(5);

/** The options of a cell's servers, and the settings of its source. */
export type Setup = {
  /** Options of the HL7 server. */
  server?: (clock: VirtualClock) => Partial<Omit<Hl7Options, 'version'>>;
  /** Options of the publishing server. */
  publishes?: Partial<BulkPublishOptions>;
  faults?: (clock: VirtualClock) => Fault[];
  /** Settings of the source in addition to dialect, address and login. */
  source?: object;
  /** Settings of `bulkData` in addition to the version. */
  bulkData?: object;
};

/** The whole workflow with the server of one column. */
export type Opened = {
  world: World;
  server: BulkServer;
  run(request: Partial<ExportRequest>): Promise<ExportResult>;
  resume(exportId: string): Promise<ExportResult>;
  adopt(request: ExportRequest, statusUrl: string): Promise<ExportResult>;
};

/** Throws SettingsInvalid for invalid settings of the source. */
export async function openColumn(column: Column, setup: Setup): Promise<Opened> {
  const { world, server, source } = await worldOf(column, setup);
  return {
    world,
    server,
    run: (request) => world.run(source, request),
    resume: (exportId) => world.runExport({ source, resume: exportId }),
    adopt: (request, adopt) => world.runExport({ source, request, adopt }),
  };
}

type ColumnWorld = { world: World; server: BulkServer; source: string };

function worldOf(column: Column, setup: Setup): Promise<ColumnWorld> {
  switch (column) {
    case 'bulk-data v2':
      return bulkDataWorld('v2', setup);
    case 'bulk-data v3':
      return bulkDataWorld('v3', setup);
    case 'bulk-data v4':
      return bulkDataWorld('v4', setup);
    case 'bulk-publish':
      return publishWorld(setup);
    case '1up-ste':
      return oneUpWorld('ste', 'ste', setup);
    case '1up-mte':
      return oneUpWorld('mte', 'mte-headers', setup);
    case '1up-gateway':
      return oneUpWorld('gateway', 'gateway', setup);
  }
}

async function bulkDataWorld(version: Hl7Options['version'], setup: Setup): Promise<ColumnWorld> {
  const { server, faults, source, bulkData } = setup;
  const groups = groupStore();
  groups.write(GROUP, groupOf(MEMBERS));
  const world = await openHl7World({
    groups,
    server: (clock) => ({ version, faults: faults?.(clock) ?? [], ...server?.(clock) }),
    source: { ...source, bulkData: { version, ...bulkData } },
    secrets: TOKEN_SECRETS,
  });
  return { world, server: world.server, source: 'hl7' };
}

async function publishWorld(setup: Setup): Promise<ColumnWorld> {
  const { publishes, faults, source, bulkData } = setup;
  const world = await openPublishWorld({
    server: (clock) => ({ faults: faults?.(clock) ?? [], ...publishes }),
    source: { ...source, ...(bulkData && { bulkData }) },
    secrets: TOKEN_SECRETS,
  });
  return { world, server: world.server, source: 'directory' };
}

async function oneUpWorld(
  name: 'ste' | 'mte' | 'gateway',
  source: keyof typeof settings,
  { faults, source: more, bulkData }: Setup,
): Promise<ColumnWorld> {
  const clock = virtualClock();
  const servers = oneUpServers(clock, faults?.(clock));
  servers.groups.write(GROUP, groupOf(MEMBERS));
  const own = { ...settings[source], ...more, ...(bulkData && { bulkData }) };
  const { http } = servers;
  const world = await openWorld({ settings: { [source]: own }, secrets, http, clock });
  return { world, server: servers[name], source };
}

/** A permanent token, for cells whose server requires a login. */
export const TOKEN = 'test-word';
export const BY_TOKEN = { auth: { kind: 'static-bearer', secret: 'test/bearer' } };
const TOKEN_SECRETS = { 'test/bearer': JSON.stringify({ token: TOKEN }) };

import { randomUUID } from 'node:crypto';
import { authenticators } from '../../lambdas/auth/authenticators.ts';
import { filesByClientHeaders } from '../../lambdas/dialects/dialects.ts';
import type { Catalog, Partition } from '../../lambdas/lake/catalog.ts';
import type { Log, LogFields, Metric } from '../../lambdas/runtime/log.ts';
import type { Sizes } from '../../lambdas/runtime/sizes.ts';
import type { Source } from '../../lambdas/settings/source.ts';
import type { Announcement, Announcer } from '../../lambdas/workflow/announcer.ts';
import { aSource, smallSizes } from './builders.ts';
import { manualClock } from './manual-clock.ts';
import { memoryExecutions } from './memory-executions.ts';
import { memorySecrets, memorySigningKeys } from './memory-secrets.ts';
import { memoryStorage } from './memory-storage.ts';
import { type Routes, scriptedHttp } from './scripted-http.ts';

type World = {
  routes?: Routes;
  source?: Source;
  secrets?: Record<string, object>;
  sizes?: Sizes;
};

const SECRETS = { 'sluice/acme': { client_id: 'test-client', client_secret: 'test-word' } };

/** Every collaborator of a step, in memory, with the source `acme`. */
export function stepDeps({
  routes = {},
  source = aSource(),
  secrets = SECRETS,
  sizes = smallSizes,
}: World = {}) {
  const http = scriptedHttp(routes);
  const clock = manualClock();
  const kept = memorySecrets(secrets);
  return {
    http,
    clock,
    secrets: kept,
    sources: { acme: source },
    authenticators: authenticators({
      ...{ http, clock, secrets: kept },
      ...{ signingKeys: memorySigningKeys(), newId: randomUUID, filesByClientHeaders },
    }),
    sizes,
    storage: memoryStorage(sizes.smallestPart),
    catalog: memoryCatalog(),
    announcer: recordingAnnouncer(),
    executions: memoryExecutions(() => clock.now()),
    log: recordingLog(),
    random: () => 0.5,
  };
}

export type StepDeps = ReturnType<typeof stepDeps>;

/** Records all announcements. */
type RecordingAnnouncer = Announcer & { readonly announcements: readonly Announcement[] };

function recordingAnnouncer(): RecordingAnnouncer {
  const announcements: Announcement[] = [];
  return {
    announcements,
    async announce(announcement) {
      announcements.push(announcement);
    },
  };
}

type Line = { level: 'info' | 'warn' | 'error'; event: string; fields: LogFields };

/** Records all log lines and metrics. */
type RecordingLog = Log & {
  readonly lines: readonly Line[];
  readonly counts: readonly { metric: Metric; value: number }[];
};

function recordingLog(): RecordingLog {
  const lines: Line[] = [];
  const counts: { metric: Metric; value: number }[] = [];
  const writer = (level: Line['level']) => (event: string, fields: LogFields) => {
    lines.push({ level, event, fields });
  };
  return {
    lines,
    counts,
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    count: (metric, value) => void counts.push({ metric, value }),
  };
}

/** A registered partition with its table. */
type Registered = Partition & { table: string };

/** A catalog in memory, in the order of registration. */
type MemoryCatalog = Catalog & { readonly partitions: readonly Registered[] };

/** Like Glue, it leaves an existing partition unchanged. */
function memoryCatalog(): MemoryCatalog {
  const partitions: Registered[] = [];
  const isThere = (table: string, values: string[]) =>
    partitions.some((each) => each.table === table && each.values.join() === values.join());
  return {
    partitions,
    async register(table, added) {
      for (const partition of added)
        if (!isThere(table, partition.values)) partitions.push({ table, ...partition });
    },
  };
}

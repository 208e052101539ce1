import { randomUUID } from 'node:crypto';
import { authenticators } from '../../lambdas/auth/authenticators.ts';
import type { Sizes } from '../../lambdas/runtime/sizes.ts';
import type { Source } from '../../lambdas/settings/source.ts';
import { aSource } from './builders.ts';
import { manualClock } from './manual-clock.ts';
import { memoryCatalog } from './memory-catalog.ts';
import { memoryExecutions } from './memory-executions.ts';
import { memorySecrets } from './memory-secrets.ts';
import { memorySigningKeys } from './memory-signing-keys.ts';
import { memoryStorage } from './memory-storage.ts';
import { recordingAnnouncer } from './recording-announcer.ts';
import { recordingLog } from './recording-log.ts';
import { type Routes, scriptedHttp } from './scripted-http.ts';
import { smallSizes } from './small-sizes.ts';

type World = {
  routes?: Routes;
  source?: Source;
  secrets?: Record<string, object>;
  sizes?: Sizes;
};

const SECRETS = { 'sluice/acme': { client_id: 'test-client', client_secret: 'test-word' } };

/** Every collaborator that a step may ask for, all in memory, with the source `acme`. */
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
      ...{ signingKeys: memorySigningKeys(), newId: randomUUID },
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

import { randomUUID } from 'node:crypto';
import { authenticators } from '../auth/authenticators.ts';
import { filesByClientHeaders } from '../dialects/dialects.ts';
import { httpFor } from '../http/http-for.ts';
import { systemClock } from '../runtime/clock.ts';
import { readSettings } from '../settings/sources.ts';
import type { Aws } from './aws.ts';
import { environment } from './environment.ts';
import { kms } from './kms.ts';
import { secretsManager } from './secrets-manager.ts';

/** The collaborators of a step that talks to FHIR servers. */
export function sourceDeps(aws: Aws) {
  const { transport, sources } = readSettings(environment('SOURCES_FILE'));
  const http = httpFor(transport);
  const secrets = secretsManager(aws);
  const signingKeys = kms(aws);
  const clock = systemClock;
  return {
    transport,
    http,
    sources,
    authenticators: authenticators({
      http,
      secrets,
      signingKeys,
      clock,
      newId: randomUUID,
      filesByClientHeaders,
    }),
  };
}

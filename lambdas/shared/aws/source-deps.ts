import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { authenticators } from '../auth/authenticators.ts';
import { systemClock } from '../clock.ts';
import { nodeHttp } from '../http/node-http.ts';
import { readSources } from '../settings/sources.ts';
import { environment } from './environment.ts';
import { secretsManager } from './secrets-manager.ts';

/** What a step needs that talks to FHIR servers. */
export function sourceDeps() {
  const http = nodeHttp();
  const secrets = secretsManager(new SecretsManagerClient());
  return {
    http,
    sources: readSources(environment('SOURCES_FILE')),
    authenticators: authenticators({ http, secrets, clock: systemClock }),
  };
}

import { authenticators } from '../../lambdas/shared/auth/authenticators.ts';
import { eventBridge } from '../../lambdas/shared/aws/event-bridge.ts';
import { glueCatalog } from '../../lambdas/shared/aws/glue-catalog.ts';
import { s3Storage } from '../../lambdas/shared/aws/s3-storage.ts';
import { secretsManager } from '../../lambdas/shared/aws/secrets-manager.ts';
import { stepFunctions } from '../../lambdas/shared/aws/step-functions.ts';
import type { Clock } from '../../lambdas/shared/clock.ts';
import type { Http } from '../../lambdas/shared/http/http.ts';
import { silentLog } from '../../lambdas/shared/log.ts';
import type { Sources } from '../../lambdas/shared/settings/sources.ts';
import type { AwsClients } from './aws-clients.ts';
import { BUCKET, DATABASE, STATE_MACHINE_ARN } from './names.ts';

/** What is handed in from outside: the network, the time, chance. */
export type World = { http: Http; clock: Clock; random: () => number };

/** The collaborators of every step, over the SDK clients; what `lambdas/shared/aws` makes in AWS. */
export function collaborators(clients: AwsClients, sources: Sources, world: World) {
  const secrets = secretsManager(clients.secretsManager);
  return {
    ...world,
    sources,
    storage: s3Storage(clients.s3, BUCKET),
    bucket: BUCKET,
    authenticators: authenticators({ ...world, secrets }),
    catalog: glueCatalog(clients.glue, DATABASE, BUCKET),
    announcer: eventBridge(clients.eventBridge),
    executions: stepFunctions(clients.stepFunctions, STATE_MACHINE_ARN),
    log: silentLog,
  };
}

export type Collaborators = ReturnType<typeof collaborators>;

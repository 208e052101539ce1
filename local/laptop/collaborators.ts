import { randomUUID } from 'node:crypto';
import { authenticators } from '../../lambdas/shared/auth/authenticators.ts';
import type { Aws } from '../../lambdas/shared/aws/aws.ts';
import { eventBridge } from '../../lambdas/shared/aws/event-bridge.ts';
import { glueCatalog } from '../../lambdas/shared/aws/glue-catalog.ts';
import { kms } from '../../lambdas/shared/aws/kms.ts';
import { s3Storage } from '../../lambdas/shared/aws/s3/s3-storage.ts';
import { secretsManager } from '../../lambdas/shared/aws/secrets-manager.ts';
import { stepFunctions } from '../../lambdas/shared/aws/step-functions.ts';
import type { Clock } from '../../lambdas/shared/clock.ts';
import type { Http } from '../../lambdas/shared/http/http.ts';
import { silentLog } from '../../lambdas/shared/log.ts';
import type { Sources } from '../../lambdas/shared/settings/sources.ts';
import { BUCKET, DATABASE, STATE_MACHINE_ARN } from './names.ts';

/** What is handed in from outside: the network, the time, chance. */
export type World = { http: Http; clock: Clock; random: () => number };

/** The collaborators of every step, over the local cloud; what `lambdas/shared/aws` makes in AWS. */
export function collaborators(aws: Aws, sources: Sources, world: World) {
  const secrets = secretsManager(aws);
  return {
    ...world,
    sources,
    storage: s3Storage(aws, BUCKET),
    bucket: BUCKET,
    authenticators: authenticators({
      ...{ ...world, secrets, signingKeys: kms(aws) },
      newId: randomUUID,
    }),
    catalog: glueCatalog(aws, DATABASE, `s3://${BUCKET}/`),
    announcer: eventBridge(aws),
    executions: stepFunctions(aws, STATE_MACHINE_ARN),
    log: silentLog,
  };
}

export type Collaborators = ReturnType<typeof collaborators>;

import { randomUUID } from 'node:crypto';
import type { Sizes } from '../../lambdas/4-download/sizes.ts';
import { authenticators } from '../../lambdas/shared/auth/authenticators.ts';
import type { Aws } from '../../lambdas/shared/aws/aws.ts';
import { eventBridge } from '../../lambdas/shared/aws/event-bridge.ts';
import { kms } from '../../lambdas/shared/aws/kms.ts';
import { secretsManager } from '../../lambdas/shared/aws/secrets-manager.ts';
import { stepFunctions } from '../../lambdas/shared/aws/step-functions.ts';
import type { Clock } from '../../lambdas/shared/clock.ts';
import type { Http } from '../../lambdas/shared/http/http.ts';
import { silentLog } from '../../lambdas/shared/log.ts';
import type { Sources } from '../../lambdas/shared/settings/sources.ts';
import type { Lake } from './lake.ts';
import { BUCKET } from './names.ts';

/** What is handed in from outside: the network, the time, chance, and how much memory parts have. */
export type World = {
  http: Http;
  clock: Clock;
  random: () => number;
  sizes: Sizes;
};

/**
 * The collaborators of every step, over the local cloud and a lake; what `lambdas/shared/aws` makes in
 * AWS.
 */
export function collaborators(aws: Aws, lake: Lake, sources: Sources, world: World) {
  const secrets = secretsManager(aws);
  return {
    ...world,
    sources,
    ...lake.open(aws),
    bucket: BUCKET,
    authenticators: authenticators({
      ...{ ...world, secrets, signingKeys: kms(aws) },
      newId: randomUUID,
    }),
    announcer: eventBridge(aws),
    executions: stepFunctions(aws, lake.stateMachineArn),
    log: silentLog,
  };
}

export type Collaborators = ReturnType<typeof collaborators>;

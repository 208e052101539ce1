import { randomUUID } from 'node:crypto';
import { authenticators } from '../../lambdas/auth/authenticators.ts';
import type { Aws } from '../../lambdas/aws/aws.ts';
import { eventBridge } from '../../lambdas/aws/event-bridge.ts';
import { kms } from '../../lambdas/aws/kms.ts';
import { secretsManager } from '../../lambdas/aws/secrets-manager.ts';
import { stepFunctions } from '../../lambdas/aws/step-functions.ts';
import type { Http } from '../../lambdas/http/http.ts';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import { silentLog } from '../../lambdas/runtime/log.ts';
import type { Sizes } from '../../lambdas/runtime/sizes.ts';
import type { Sources } from '../../lambdas/settings/sources.ts';
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
 * The collaborators of every step, over the local cloud and a lake; what `lambdas/aws` makes in
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

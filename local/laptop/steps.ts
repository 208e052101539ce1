import { randomUUID } from 'node:crypto';
import { withDeps as kickOff } from '../../lambdas/1-kick-off/handler.ts';
import { withDeps as poll } from '../../lambdas/2-poll/handler.ts';
import { withDeps as plan } from '../../lambdas/3-plan/handler.ts';
import { withDeps as download } from '../../lambdas/4-download/handler.ts';
import { withDeps as publish } from '../../lambdas/5-publish/handler.ts';
import { authenticators } from '../../lambdas/auth/authenticators.ts';
import type { Aws } from '../../lambdas/aws/aws.ts';
import { eventBridge } from '../../lambdas/aws/event-bridge.ts';
import { kms } from '../../lambdas/aws/kms.ts';
import { secretsManager } from '../../lambdas/aws/secrets-manager.ts';
import { stepFunctions } from '../../lambdas/aws/step-functions.ts';
import { withDeps as cleanUp } from '../../lambdas/clean-up/handler.ts';
import { filesByClientHeaders } from '../../lambdas/dialects/dialects.ts';
import type { Http } from '../../lambdas/http/http.ts';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import { silentLog } from '../../lambdas/runtime/log.ts';
import type { Sizes } from '../../lambdas/runtime/sizes.ts';
import type { Sources } from '../../lambdas/settings/sources.ts';
import type { StepHandler } from '../../lambdas/workflow/step.ts';
import type { Lake } from './lake.ts';
import { BUCKET } from './local-cloud.ts';

/** What callers hand in: the network, time, randomness, and the sizes of parts in memory. */
export type World = {
  http: Http;
  clock: Clock;
  random: () => number;
  sizes: Sizes;
};

/** The collaborators of every step, over the local cloud and a lake. */
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
      filesByClientHeaders,
    }),
    announcer: eventBridge(aws),
    executions: stepFunctions(aws, lake.stateMachineArn),
    log: silentLog,
  };
}

export type Collaborators = ReturnType<typeof collaborators>;

/** The Lambda handlers of the workflow by the name of their step. */
export const stepHandlers = (deps: Collaborators): Record<string, StepHandler<unknown>> => ({
  'kick-off': kickOff(deps),
  poll: poll(deps),
  plan: plan(deps),
  download: download(deps),
  publish: publish(deps),
  'clean-up': cleanUp(deps),
});

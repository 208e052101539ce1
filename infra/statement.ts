import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** A permission, written out: CDK's own `grant…` methods allow more than is asked for. */
export const allow = (
  actions: string[],
  resources: string[],
  conditions?: Record<string, unknown>,
): PolicyStatement =>
  new PolicyStatement({ actions, resources, ...(conditions && { conditions }) });

/** A prohibition, which no permission outweighs. */
export const deny = (actions: string[], resources: string[]): PolicyStatement =>
  new PolicyStatement({ effect: Effect.DENY, actions, resources });

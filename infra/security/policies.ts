import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

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

/**
 * Leave to write X-Ray traces. X-Ray knows no resources, so this needs `*`; a policy of its own keeps
 * that `*` from hiding another one.
 */
export const tracingPolicy = (scope: Construct, id: string) =>
  new ManagedPolicy(scope, id, {
    description: 'Sluice: write X-Ray traces',
    statements: [
      allow(
        [
          'xray:PutTraceSegments',
          'xray:PutTelemetryRecords',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
        ],
        ['*'],
      ),
    ],
  });

import { Aws } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** An Allow statement. CDK's own `grant…` methods allow more actions than needed. */
export const allow = (
  actions: string[],
  resources: string[],
  conditions?: Record<string, unknown>,
): PolicyStatement =>
  new PolicyStatement({ actions, resources, ...(conditions && { conditions }) });

/** A Deny statement; it overrides every Allow. */
export const deny = (actions: string[], resources: string[]): PolicyStatement =>
  new PolicyStatement({ effect: Effect.DENY, actions, resources });

/** A condition: the KMS key is used through this AWS service only, never by a direct call. */
export const viaService = (service: 's3' | 'secretsmanager' | 'states') => ({
  StringEquals: { 'kms:ViaService': `${service}.${Aws.REGION}.amazonaws.com` },
});

/**
 * The permission to write X-Ray traces. X-Ray has no resource-level permissions, so this needs `*`; a
 * separate policy keeps this `*` from hiding another one.
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

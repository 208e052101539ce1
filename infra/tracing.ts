import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * Leave to write X-Ray traces. X-Ray knows no resources, so this needs `*`; a policy of its own keeps
 * that `*` from hiding another one (reliability 0.11).
 */
export const tracingPolicy = (scope: Construct, id: string) =>
  new ManagedPolicy(scope, id, {
    description: 'Sluice: write X-Ray traces',
    statements: [
      new PolicyStatement({
        actions: [
          'xray:PutTraceSegments',
          'xray:PutTelemetryRecords',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
        ],
        resources: ['*'],
      }),
    ],
  });

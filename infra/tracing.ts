import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from './statement.ts';

/**
 * Leave to write X-Ray traces. X-Ray knows no resources, so this needs `*`; a policy of its own keeps
 * that `*` from hiding another one (reliability 0.11).
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

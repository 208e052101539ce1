import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Keys } from './keys.ts';

/**
 * A log group under the operations key, kept for a year. It holds ids, counters and names, and goes
 * with the stack; what an auditor asks for lies in the bucket, which stays.
 */
export const encryptedLogGroup = (
  scope: Construct,
  id: string,
  keys: Keys,
  logGroupName?: string,
) =>
  new LogGroup(scope, id, {
    encryptionKey: keys.operations,
    retention: RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(logGroupName && { logGroupName }),
  });

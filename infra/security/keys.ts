import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** The two customer managed KMS keys: access to logs and alarms does not include access to data. */
export class Keys extends Construct {
  /** Encrypts patient data and credentials. */
  readonly data: Key;
  /** Encrypts logs, execution histories and alarms. */
  readonly operations: Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.data = rotatedKey(this, 'Data', 'alias/sluice/data', 'Patient data and credentials');
    this.operations = rotatedKey(
      this,
      'Operations',
      'alias/sluice/operations',
      'Logs, execution histories and alarms',
    );
    this.operations.addToResourcePolicy(logGroupsOfThisAccount());
  }
}

/** Retained: without its key the lake cannot be read. */
const rotatedKey = (scope: Construct, id: string, alias: string, description: string) =>
  new Key(scope, id, {
    alias,
    description: `Sluice: ${description}`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });

/** CloudWatch Logs gets access to the key by the key policy, not by a role. */
const logGroupsOfThisAccount = () =>
  new PolicyStatement({
    effect: Effect.ALLOW,
    principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
    actions: [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncrypt*',
      'kms:GenerateDataKey*',
      'kms:Describe*',
    ],
    resources: ['*'],
    conditions: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*`,
      },
    },
  });

/**
 * A log group encrypted with the operations key; retention: one year. It holds ids, counters and names,
 * and is deleted with the stack. The records for an audit are in the bucket, which is retained.
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

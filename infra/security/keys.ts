import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** The two customer managed keys. Whoever may read logs and alarms need not be able to read data. */
export class Keys extends Construct {
  /** Encrypts what is about patients, and the credentials that lead to it. */
  readonly data: Key;
  /** Encrypts what is about the running of the system: logs, histories, alarms. */
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

/** Retained: a lake whose key is gone cannot be read again. */
const rotatedKey = (scope: Construct, id: string, alias: string, description: string) =>
  new Key(scope, id, {
    alias,
    description: `Sluice: ${description}`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });

/** CloudWatch Logs asks the key policy, not a role, for leave to encrypt a log group. */
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

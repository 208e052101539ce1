import { Aws } from 'aws-cdk-lib';
import { type IManagedPolicy, ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Steps } from '../functions/steps.ts';
import type { Keys } from '../security/keys.ts';
import { allow, viaService } from '../security/policies.ts';
import type { Storage } from '../storage/storage.ts';
import type { Executions } from './executions.ts';

export type WorkflowRoleProps = {
  steps: Steps;
  storage: Storage;
  executions: Executions;
  keys: Keys;
  tracing: IManagedPolicy;
};

/** The state machine's role: it invokes the functions, runs the map, and encrypts history and logs. */
export function workflowRole(scope: Construct, props: WorkflowRoleProps): Role {
  const { executions, steps } = props;
  const role = new Role(scope, 'Role', {
    assumedBy: statesService(executions),
    managedPolicies: [props.tracing, logDelivery(scope)],
  });
  const { kickOff, poll, plan, download, publish, cleanUp } = steps;
  const called = [kickOff, poll, plan, download, publish, cleanUp];
  const arns = called.map(({ lambda }) => lambda.functionArn);
  const statements = [allow(['lambda:InvokeFunction'], arns), ...map(props), ...history(props)];
  for (const statement of statements) role.addToPolicy(statement);
  return role;
}

const statesService = ({ machineArn }: Executions) =>
  new ServicePrincipal('states.amazonaws.com', {
    conditions: {
      ArnLike: { 'aws:SourceArn': withChildren(machineArn) },
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
    },
  });

/** The Distributed Map reads its items, starts child executions of the same machine, and writes results. */
const map = ({ executions, storage, keys }: WorkflowRoleProps) => [
  allow(['states:StartExecution'], [executions.machineArn]),
  allow(['states:DescribeExecution', 'states:StopExecution'], [executions.anyExecutionArn]),
  allow(['s3:GetObject'], storage.objects(['exports/*/plan/units-*.json', 'exports/*/download/*'])),
  allow(
    ['s3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
    storage.objects(['exports/*/download/*']),
  ),
  allow(['kms:Decrypt', 'kms:GenerateDataKey'], [keys.data.keyArn], viaService('s3')),
];

/** Child executions of the map have the machine's ARN, followed by the map's label. */
const withChildren = (machineArn: string) => [machineArn, `${machineArn}/*`];

/**
 * Step Functions encrypts definition, history and logs with this role. No `kms:ViaService` here:
 * executions would not start.
 */
const history = ({ executions, keys }: WorkflowRoleProps) => [
  allow(['kms:Decrypt', 'kms:GenerateDataKey'], [keys.operations.keyArn], {
    StringLike: {
      'kms:EncryptionContext:aws:states:stateMachineArn': withChildren(executions.machineArn),
    },
  }),
  allow(['kms:GenerateDataKey'], [keys.operations.keyArn], {
    StringEquals: {
      'kms:EncryptionContext:SourceArn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:*`,
    },
  }),
];

/** Log delivery has no resource-level permissions; a separate policy holds this `*`. */
const logDelivery = (scope: Construct) =>
  new ManagedPolicy(scope, 'LogDelivery', {
    description: 'Sluice: deliver the logs of executions',
    statements: [
      allow(
        [
          'logs:CreateLogDelivery',
          'logs:GetLogDelivery',
          'logs:UpdateLogDelivery',
          'logs:DeleteLogDelivery',
          'logs:ListLogDeliveries',
          'logs:PutResourcePolicy',
          'logs:DescribeResourcePolicies',
          'logs:DescribeLogGroups',
        ],
        ['*'],
      ),
    ],
  });

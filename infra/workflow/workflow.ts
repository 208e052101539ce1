import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import {
  CustomerManagedEncryptionConfiguration,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { encryptedLogGroup } from '../encrypted-log-group.ts';
import type { Executions } from '../executions.ts';
import type { Keys } from '../keys.ts';
import type { Steps } from '../steps.ts';
import type { Storage } from '../storage.ts';
import { definition } from './definition.ts';
import { workflowRole } from './role.ts';

export type WorkflowProps = {
  steps: Steps;
  storage: Storage;
  executions: Executions;
  keys: Keys;
  tracing: IManagedPolicy;
};

/** The state machine that carries one export from its start to its publication. */
export class Workflow extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { steps, storage, executions, keys } = props;
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: executions.machineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: definition(this, steps, storage.bucket),
      // CDK would add statements of its own, some of them wider.
      role: workflowRole(this, props).withoutPolicyUpdates(),
      encryptionConfiguration: new CustomerManagedEncryptionConfiguration(keys.operations),
      logs: {
        destination: encryptedLogGroup(this, 'Logs', keys, '/aws/vendedlogs/states/sluice'),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
      tracingEnabled: true,
    });
  }
}

import { Duration, Stack } from 'aws-cdk-lib';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  CustomerManagedEncryptionConfiguration,
  DefinitionBody,
  LogLevel,
  QueryLanguage,
  StateGraph,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Steps } from '../functions/steps.ts';
import { encryptedLogGroup, type Keys } from '../security/keys.ts';
import type { Storage } from '../storage/storage.ts';
import type { Executions } from './executions.ts';
import { workflowRole } from './role.ts';
import { states } from './states.ts';

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

/** More than any source's deadline, which counts from the same moment and so strikes first (F6). */
const TIMEOUT = Duration.days(15);

/**
 * The states as Amazon States Language. They are rendered here and handed over as text, because a
 * graph that CDK binds to a machine brings a policy of its own along.
 */
function definition(scope: Construct, steps: Steps, bucket: IBucket): DefinitionBody {
  const graph = new StateGraph(states(scope, steps, bucket).startState, 'Sluice');
  graph.timeout = TIMEOUT;
  const asl = {
    Comment: 'Lands one FHIR bulk export in the lake, whole or not at all',
    QueryLanguage: QueryLanguage.JSONATA,
    ...graph.toGraphJson(QueryLanguage.JSONATA),
  };
  return DefinitionBody.fromString(Stack.of(scope).toJsonString(asl));
}

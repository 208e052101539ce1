import { Duration, Stack } from 'aws-cdk-lib';
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
import { encryptedLogGroup } from '../security/keys.ts';
import { type WorkflowRoleProps, workflowRole } from './role.ts';
import { states } from './states.ts';

/** The state machine: one execution is one export. */
export class Workflow extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowRoleProps) {
    super(scope, id);
    const { steps, storage, executions, keys } = props;
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: executions.machineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: definition(this, steps, storage.bucket),
      // Otherwise CDK adds statements to the role, some of them wider.
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

/** Longer than any source's `deadlineHours`, which counts from the same time and ends first (F6). */
const TIMEOUT = Duration.days(15);

/**
 * The states in Amazon States Language. Given to CDK as text, because CDK adds a policy of its own for
 * a graph.
 */
function definition(scope: Construct, steps: Steps, bucket: IBucket): DefinitionBody {
  const graph = new StateGraph(states(scope, steps, bucket).startState, 'Sluice');
  graph.timeout = TIMEOUT;
  const asl = {
    Comment: 'Writes one FHIR bulk export to the lake, complete or not at all',
    QueryLanguage: QueryLanguage.JSONATA,
    ...graph.toGraphJson(QueryLanguage.JSONATA),
  };
  return DefinitionBody.fromString(Stack.of(scope).toJsonString(asl));
}

import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { StepLambda } from '../functions/step-lambda.ts';
import type { Keys } from '../security/keys.ts';

/**
 * The state machine by name. Its steps are told of it before it exists, so that the machine depends
 * on its functions and they do not depend on it.
 */
export class Executions extends Construct {
  readonly machineName: string;
  readonly machineArn: string;
  /** Any execution of the machine. */
  readonly anyExecutionArn: string;
  private readonly keys: Keys;

  constructor(scope: Construct, id: string, { keys }: { keys: Keys }) {
    super(scope, id);
    this.keys = keys;
    this.machineName = Stack.of(this).stackName;
    this.machineArn = this.arn('stateMachine', this.machineName);
    this.anyExecutionArn = this.arn('execution', `${this.machineName}:*`);
  }

  /** May ask how an execution stands. Step Functions decrypts the answer with the caller's rights. */
  grantDescribe(step: StepLambda): void {
    step.setEnvironment('STATE_MACHINE_ARN', this.machineArn);
    step.allow(['states:DescribeExecution'], [this.anyExecutionArn]);
    step.allow(['kms:Decrypt'], [this.keys.operations.keyArn], {
      StringEquals: {
        'kms:ViaService': `states.${Aws.REGION}.amazonaws.com`,
        'kms:EncryptionContext:aws:states:stateMachineArn': this.machineArn,
      },
    });
  }

  /** May start an execution, ask how it stands, and stop it. */
  grantControl(step: StepLambda): void {
    this.grantDescribe(step);
    step.allow(['states:StartExecution'], [this.machineArn]);
    step.allow(['states:StopExecution'], [this.anyExecutionArn]);
  }

  private arn(resource: string, resourceName: string): string {
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    return Stack.of(this).formatArn({ service: 'states', resource, resourceName, arnFormat });
  }
}

import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { StepLambda } from '../functions/step-lambda.ts';
import type { Keys } from '../security/keys.ts';
import { viaService } from '../security/policies.ts';

/**
 * The state machine's ARN, built from its name: the functions get it before the machine exists, so that
 * only the machine depends on them.
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

  /** Allows DescribeExecution. Step Functions decrypts the answer with the caller's permissions. */
  grantDescribe(step: StepLambda): void {
    step.setEnvironment('STATE_MACHINE_ARN', this.machineArn);
    step.allow(['states:DescribeExecution'], [this.anyExecutionArn]);
    step.allow(['kms:Decrypt'], [this.keys.operations.keyArn], {
      StringEquals: {
        ...viaService('states').StringEquals,
        'kms:EncryptionContext:aws:states:stateMachineArn': this.machineArn,
      },
    });
  }

  /** Allows starting, describing and stopping executions. */
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

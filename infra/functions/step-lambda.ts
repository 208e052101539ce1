import type { Duration } from 'aws-cdk-lib';
import { type IManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { encryptedLogGroup, type Keys } from '../security/keys.ts';
import { allow, deny } from '../security/policies.ts';
import { bundling, handlerProps } from './bundling.ts';

export type StepLambdaProps = {
  /** The step's name in logs, metrics and traces, such as `kick-off`. */
  name: string;
  /** Its folder under `lambdas/`, whose `handler.ts` exports `handler`. */
  folder: string;
  timeout: Duration;
  memoryMegabytes: number;
};

/** What all functions share. */
export type StepContext = { keys: Keys; tracing: IManagedPolicy; sourcesFile: string };

/** The Lambda function of a step, with its own log group and its own role; it has only the permissions that are granted to it. */
export class StepLambda extends Construct {
  readonly lambda: NodejsFunction;
  readonly timeout: Duration;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: StepLambdaProps & StepContext) {
    super(scope, id);
    const { name, folder, timeout, memoryMegabytes, keys, tracing, sourcesFile } = props;
    this.timeout = timeout;
    const logGroup = encryptedLogGroup(this, 'Logs', keys);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [tracing],
    });
    this.lambda = new NodejsFunction(this, 'Function', {
      description: `Sluice: ${name}`,
      ...handlerProps(folder),
      memorySize: memoryMegabytes,
      timeout,
      // Otherwise CDK adds statements to the role.
      role: this.role.withoutPolicyUpdates(),
      tracing: Tracing.ACTIVE,
      logGroup,
      bundling: bundling({ 'sources.json': sourcesFile }),
    });
    this.setEnvironment('POWERTOOLS_SERVICE_NAME', name);
    this.setEnvironment('POWERTOOLS_METRICS_NAMESPACE', 'Sluice');
    this.setEnvironment('SOURCES_FILE', '/var/task/sources.json');
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
  }

  /** Adds an Allow statement to the function's role. */
  allow(actions: string[], resources: string[], conditions?: Record<string, unknown>): void {
    this.role.addToPolicy(allow(actions, resources, conditions));
  }

  /** Adds a Deny statement to the function's role. */
  deny(actions: string[], resources: string[]): void {
    this.role.addToPolicy(deny(actions, resources));
  }

  /** Attaches a managed policy to the function's role. */
  attachPolicy(policy: IManagedPolicy): void {
    this.role.addManagedPolicy(policy);
  }

  /** Sets an environment variable of the function. */
  setEnvironment(variable: string, value: string): void {
    this.lambda.addEnvironment(variable, value);
  }
}

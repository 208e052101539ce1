import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** A permission, written out: CDK's own `grant…` methods allow more than is asked for. */
export const allow = (
  actions: string[],
  resources: string[],
  conditions?: Record<string, unknown>,
): PolicyStatement =>
  new PolicyStatement({ actions, resources, ...(conditions && { conditions }) });

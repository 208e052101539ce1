import '../shared/zod-at-once.ts';
import { environment } from '../shared/aws/environment.ts';
import { lakeDeps } from '../shared/aws/lake-deps.ts';
import { lambdaHandler } from '../shared/aws/lambda-handler.ts';
import { publishDeps } from '../shared/aws/publish-deps.ts';
import { sourceDeps } from '../shared/aws/source-deps.ts';
import { stepFunctions } from '../shared/aws/step-functions.ts';
import { step } from '../shared/step.ts';
import { KickOffEvent } from '../shared/workflow.ts';
import { kickOff } from './kick-off.ts';

export const withDeps = step(KickOffEvent, kickOff);

export const handler = lambdaHandler(withDeps, (observed, aws) => ({
  ...lakeDeps(aws, observed),
  ...sourceDeps(aws),
  ...publishDeps(aws),
  executions: stepFunctions(aws, environment('STATE_MACHINE_ARN')),
}));

import '../runtime/zod-jitless.ts';
import { environment } from '../aws/environment.ts';
import { lakeDeps, lambdaHandler } from '../aws/lambda-handler.ts';
import { publishDeps } from '../aws/publish-deps.ts';
import { sourceDeps } from '../aws/source-deps.ts';
import { stepFunctions } from '../aws/step-functions.ts';
import { KickOffEvent } from '../workflow/events.ts';
import { step } from '../workflow/step.ts';
import { kickOff } from './kick-off.ts';

export const withDeps = step(KickOffEvent, kickOff);

export const handler = lambdaHandler(withDeps, (observed, aws) => ({
  ...lakeDeps(aws, observed),
  ...sourceDeps(aws),
  ...publishDeps(aws),
  executions: stepFunctions(aws, environment('STATE_MACHINE_ARN')),
}));

import '../runtime/zod-at-once.ts';
import { lakeDeps } from '../aws/lake-deps.ts';
import { lambdaHandler } from '../aws/lambda-handler.ts';
import { publishDeps } from '../aws/publish-deps.ts';
import { sourceDeps } from '../aws/source-deps.ts';
import { cleanUp } from '../settlement/clean-up.ts';
import { step } from '../workflow/step.ts';
import { AnyCleanUpEvent } from './clean-up-event.ts';

export const withDeps = step(AnyCleanUpEvent, cleanUp);

export const handler = lambdaHandler(withDeps, (observed, aws) => ({
  ...lakeDeps(aws, observed),
  ...sourceDeps(aws),
  ...publishDeps(aws),
}));

import '../shared/zod-at-once.ts';
import { lakeDeps } from '../shared/aws/lake-deps.ts';
import { lambdaHandler } from '../shared/aws/lambda-handler.ts';
import { publishDeps } from '../shared/aws/publish-deps.ts';
import { sourceDeps } from '../shared/aws/source-deps.ts';
import { step } from '../shared/step.ts';
import { cleanUp } from './clean-up.ts';
import { AnyCleanUpEvent } from './clean-up-event.ts';

export const withDeps = step(AnyCleanUpEvent, cleanUp);

export const handler = lambdaHandler(withDeps, (observed, aws) => ({
  ...lakeDeps(aws, observed),
  ...sourceDeps(aws),
  ...publishDeps(aws),
}));

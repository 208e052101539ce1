import '../runtime/zod-jitless.ts';
import { lakeDeps, lambdaHandler } from '../aws/lambda-handler.ts';
import { sourceDeps } from '../aws/source-deps.ts';
import { PollEvent } from '../workflow/events.ts';
import { step } from '../workflow/step.ts';
import { poll } from './poll.ts';

export const withDeps = step(PollEvent, poll);

export const handler = lambdaHandler(withDeps, (observed, aws) => ({
  ...lakeDeps(aws, observed),
  ...sourceDeps(aws),
}));

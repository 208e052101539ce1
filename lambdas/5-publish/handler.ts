import '../runtime/zod-jitless.ts';
import { lakeDeps, lambdaHandler } from '../aws/lambda-handler.ts';
import { publishDeps } from '../aws/publish-deps.ts';
import { sourceDeps } from '../aws/source-deps.ts';
import { PublishEvent } from '../workflow/events.ts';
import { step } from '../workflow/step.ts';
import { publish } from './publish.ts';

export const withDeps = step(PublishEvent, publish);

export const handler = lambdaHandler(withDeps, (observed, aws) => ({
  ...lakeDeps(aws, observed),
  ...sourceDeps(aws),
  ...publishDeps(aws),
}));

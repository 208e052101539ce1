import '../shared/zod-at-once.ts';
import { lakeDeps } from '../shared/aws/lake-deps.ts';
import { lambdaHandler } from '../shared/aws/lambda-handler.ts';
import { sourceDeps } from '../shared/aws/source-deps.ts';
import { step } from '../shared/step.ts';
import { PollEvent } from '../shared/workflow.ts';
import { poll } from './poll.ts';

export const withDeps = step(PollEvent, poll);

export const handler = lambdaHandler(withDeps, (observed, aws) => ({
  ...lakeDeps(aws, observed),
  ...sourceDeps(aws),
}));

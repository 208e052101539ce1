import '../shared/zod-at-once.ts';
import { lakeDeps } from '../shared/aws/lake-deps.ts';
import { lambdaHandler } from '../shared/aws/lambda-handler.ts';
import { publishDeps } from '../shared/aws/publish-deps.ts';
import { sourceDeps } from '../shared/aws/source-deps.ts';
import { step } from '../shared/step.ts';
import { PublishEvent } from '../shared/workflow.ts';
import { publish } from './publish.ts';

export const withDeps = step(PublishEvent, publish);

export const handler = lambdaHandler(withDeps, (observed, aws) => ({
  ...lakeDeps(aws, observed),
  ...sourceDeps(aws),
  ...publishDeps(aws),
}));

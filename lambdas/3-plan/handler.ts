import '../shared/zod-at-once.ts';
import { environment } from '../shared/aws/environment.ts';
import { lakeDeps } from '../shared/aws/lake-deps.ts';
import { lambdaHandler } from '../shared/aws/lambda-handler.ts';
import { readSettings } from '../shared/settings/sources.ts';
import { step } from '../shared/step.ts';
import { PlanEvent } from '../shared/workflow.ts';
import { plan } from './plan.ts';

export const withDeps = step(PlanEvent, plan);

export const handler = lambdaHandler(withDeps, (observed, aws) => ({
  ...lakeDeps(aws, observed),
  sources: readSettings(environment('SOURCES_FILE')).sources,
}));

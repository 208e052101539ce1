import '../runtime/zod-jitless.ts';
import { environment } from '../aws/environment.ts';
import { lakeDeps, lambdaHandler } from '../aws/lambda-handler.ts';
import { readSettings } from '../settings/sources.ts';
import { PlanEvent } from '../workflow/events.ts';
import { step } from '../workflow/step.ts';
import { plan } from './plan.ts';

export const withDeps = step(PlanEvent, plan);

export const handler = lambdaHandler(withDeps, (observed, aws) => ({
  ...lakeDeps(aws, observed),
  sources: readSettings(environment('SOURCES_FILE')).sources,
}));

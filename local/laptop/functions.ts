import { withDeps as kickOff } from '../../lambdas/1-kick-off/handler.ts';
import { withDeps as poll } from '../../lambdas/2-poll/handler.ts';
import { withDeps as plan } from '../../lambdas/3-plan/handler.ts';
import { withDeps as download } from '../../lambdas/4-download/handler.ts';
import { withDeps as publish } from '../../lambdas/5-publish/handler.ts';
import { withDeps as cleanUp } from '../../lambdas/clean-up/handler.ts';
import type { StepHandler } from '../../lambdas/workflow/step.ts';
import type { Collaborators } from './collaborators.ts';

/** The Lambdas of the workflow by the name of their step. */
export const functions = (deps: Collaborators): Record<string, StepHandler<unknown>> => ({
  'kick-off': kickOff(deps),
  poll: poll(deps),
  plan: plan(deps),
  download: download(deps),
  publish: publish(deps),
  'clean-up': cleanUp(deps),
});

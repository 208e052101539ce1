import type { Aws } from '../../lambdas/aws/aws.ts';
import type { Log } from '../../lambdas/runtime/log.ts';
import type { StepHandler } from '../../lambdas/workflow/step.ts';
import { type Collaborators, stepHandlers } from '../../local/laptop/steps.ts';
import type { AwsCalls, Counted } from './counted.ts';

/** AWS that adds up what is called. */
export const countingAws = (aws: Aws, calls: AwsCalls): Aws => ({
  ...aws,
  call: (operation, attempt) =>
    aws.call(operation, (number) => {
      calls[operation] = (calls[operation] ?? 0) + 1;
      return attempt(number);
    }),
});

type Steps = Record<string, StepHandler<unknown>>;

/** The steps, each with collaborators of its own as in a Lambda, and what they called and logged. */
export function countingSteps(aws: Aws, make: (aws: Aws) => Collaborators) {
  const counted: Counted['steps'] = {};
  let logLines = 0;
  const line = () => {
    logLines += 1;
  };
  const log: Log = { info: line, warn: line, error: line, count() {} };
  const stepOf = (name: string): StepHandler<unknown> | undefined => {
    const own = { calls: 0, awsCalls: {} };
    const handler = stepHandlers({ ...make(countingAws(aws, own.awsCalls)), log })[name];
    counted[name] = own;
    return async (event, context) => {
      own.calls += 1;
      return handler?.(event, context);
    };
  };
  const steps: Steps = {};
  for (const name of Object.keys(stepHandlers(make(aws)))) {
    const step = stepOf(name);
    if (step) steps[name] = step;
  }
  return { steps, counted, logLines: () => logLines };
}

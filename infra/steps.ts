import { Construct } from 'constructs';
import { type StepContext, StepFunction } from './step-function.ts';
import { stepList } from './step-list.ts';

/** Every step by name. */
export type Steps = Record<keyof typeof stepList, StepFunction>;

/** Makes the functions. They may do nothing yet; `rights.ts` says what each may. */
export function makeSteps(scope: Construct, id: string, context: StepContext): Steps {
  const steps = new Construct(scope, id);
  const make = (name: keyof Steps) =>
    new StepFunction(steps, constructId(name), { ...stepList[name], ...context });
  return {
    kickOff: make('kickOff'),
    poll: make('poll'),
    plan: make('plan'),
    download: make('download'),
    publish: make('publish'),
    cleanUp: make('cleanUp'),
    api: make('api'),
  };
}

const constructId = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

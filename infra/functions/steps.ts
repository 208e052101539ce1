import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type StepContext, StepLambda, type StepLambdaProps } from './step-lambda.ts';

/** Every step by name. */
export type Steps = Record<keyof typeof stepList, StepLambda>;

/** Makes the functions. They may do nothing yet; `permissions.ts` says what each may. */
export function makeSteps(scope: Construct, id: string, context: StepContext): Steps {
  const steps = new Construct(scope, id);
  const make = (name: keyof Steps) =>
    new StepLambda(steps, constructId(name), { ...stepList[name], ...context });
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

/** The longest that Lambda gives. */
const LONGEST = Duration.minutes(15);
/** The memory at which Lambda gives one whole processor: JSON is bound by it. */
const ONE_PROCESSOR = 1769;
/**
 * Download waits for a network more than for a processor: with less than a third of one it is as fast, at
 * a third of the price (docs/cost.md). It takes some 150 MB.
 */
const NETWORK_BOUND = 512;
/** What a whole publication may take, whichever step brings it to its end. */
const PUBLICATION = { timeout: LONGEST, memoryMegabytes: ONE_PROCESSOR };

/** The functions: one for each state that works, and one for the API. */
export const stepList = {
  /** May settle a predecessor first, which can be a whole publication. */
  kickOff: { ...step('kick-off', '1-kick-off'), ...PUBLICATION },
  /**
   * Holds a manifest of 100,000 files, some 15 MB, once as text and once as JSON. Its time is more than
   * one whole answer may take, two minutes, and enough for many pages.
   */
  poll: { ...step('poll', '2-poll'), timeout: Duration.minutes(5) },
  plan: { ...step('plan', '3-plan'), timeout: LONGEST, memoryMegabytes: ONE_PROCESSOR },
  download: { ...step('download', '4-download'), timeout: LONGEST, memoryMegabytes: NETWORK_BOUND },
  publish: { ...step('publish', '5-publish'), ...PUBLICATION },
  /** Publishes what was decided and not finished. */
  cleanUp: { ...step('clean-up', 'clean-up'), ...PUBLICATION },
  /** API Gateway waits 30 seconds. */
  api: { ...step('api', 'api'), timeout: Duration.seconds(29) },
} satisfies Record<string, StepLambdaProps>;

function step(name: string, folder: string) {
  return { name, folder, memoryMegabytes: 1024 };
}

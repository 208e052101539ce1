import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type StepContext, StepLambda, type StepLambdaProps } from './step-lambda.ts';

/** The functions by name. */
export type Steps = Record<keyof typeof stepList, StepLambda>;

/** Creates the functions, without permissions: `permissions.ts` grants them. */
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

/** Lambda's longest timeout. */
const MAX_TIMEOUT = Duration.minutes(15);
/** The memory in MB at which Lambda gives one full vCPU: parsing JSON needs it. */
const ONE_VCPU = 1769;
/**
 * Download is bound by the network: with less than a third of a vCPU it is as fast, at a third of the
 * price (docs/cost.md). It uses some 150 MB. `local/probe/estimate.ts` prices by the same figure.
 */
const DOWNLOAD_MEGABYTES = 512;
/** For every function that can run a whole publication. */
const PUBLICATION = { timeout: MAX_TIMEOUT, memoryMegabytes: ONE_VCPU };

/** One function per task state, and one for the API. */
export const stepList = {
  /** Settles an export that died before, which can be a whole publication. */
  kickOff: { ...step('kick-off', '1-kick-off'), ...PUBLICATION },
  /**
   * Holds a manifest of 100,000 files, some 15 MB, as text and as JSON. One response can take two
   * minutes; the rest of the time is for further pages.
   */
  poll: { ...step('poll', '2-poll'), timeout: Duration.minutes(5) },
  plan: { ...step('plan', '3-plan'), timeout: MAX_TIMEOUT, memoryMegabytes: ONE_VCPU },
  download: {
    ...step('download', '4-download'),
    timeout: MAX_TIMEOUT,
    memoryMegabytes: DOWNLOAD_MEGABYTES,
  },
  publish: { ...step('publish', '5-publish'), ...PUBLICATION },
  /** Finishes a publication that was decided and then interrupted. */
  cleanUp: { ...step('clean-up', 'clean-up'), ...PUBLICATION },
  /** API Gateway waits 30 seconds. */
  api: { ...step('api', 'api'), timeout: Duration.seconds(29) },
} satisfies Record<string, StepLambdaProps>;

function step(name: string, folder: string) {
  return { name, folder, memoryMegabytes: 1024 };
}

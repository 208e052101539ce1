import { Choice, Condition, Fail, Succeed, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StepFunction } from '../step-function.ts';
import { invoke, RESULT } from './invoke.ts';
import {
  awsStumbles,
  fileBroken,
  lambdaThrottled,
  serverGivesNoFile,
  stepDied,
} from './retries.ts';

/** What the next call is told: the same, and how often the unit has waited. */
const WAITS = "$states.input.waits + ($states.result.Payload.kind = 'later' ? 1 : 0)";
const TOLD_NEXT = `{% $merge([$states.input, { 'waits': ${WAITS} }]) %}`;

/** Lambda answers nothing where a function waits for what will never happen. */
const NO_ANSWER = {
  error: 'UnitUnanswered',
  cause:
    'Download ended without saying whether its unit is done: see its log, and resume the export',
};

/**
 * Downloads one unit, calling again for as long as there is more of it than fits in a Lambda's time, and
 * after each wait for a server that is busy (D21). The wait itself costs nothing.
 */
export function downloadUnit(scope: Construct, step: StepFunction) {
  const download = invoke(scope, 'Download unit', {
    step,
    payload: '{% $states.input %}',
    assign: { downloaded: RESULT },
    output: TOLD_NEXT,
    retries: [serverGivesNoFile, fileBroken, stepDied, lambdaThrottled, awsStumbles],
  });
  const wait = Wait.jsonata(scope, 'Unit waits for server', {
    time: WaitTime.seconds('{% $downloaded.waitSeconds %}'),
  });
  const downloaded = Choice.jsonata(scope, 'Unit downloaded?')
    .when(is('more'), download)
    .when(is('later'), wait)
    .when(is('done'), Succeed.jsonata(scope, 'Unit done'))
    .otherwise(Fail.jsonata(scope, 'Unit not done', NO_ANSWER));
  wait.next(download);
  return download.next(downloaded);
}

const is = (kind: string) => Condition.jsonata(`{% $downloaded.kind = '${kind}' %}`);

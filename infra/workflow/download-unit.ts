import { Choice, Condition, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StepFunction } from '../step-function.ts';
import { invoke, RESULT } from './invoke.ts';
import { awsStumbles, fileBroken, serverGivesNoFile, stepDied } from './retries.ts';

/**
 * Downloads one unit, calling again for as long as there is more of it than fits in a Lambda's time.
 * Its output is its input, so that the next call is told the same.
 */
export function downloadUnit(scope: Construct, step: StepFunction) {
  const download = invoke(scope, 'Download unit', {
    step,
    payload: '{% $states.input %}',
    assign: { downloaded: RESULT },
    output: '{% $states.input %}',
    retries: [serverGivesNoFile, fileBroken, stepDied, awsStumbles],
  });
  const downloaded = Choice.jsonata(scope, 'Unit downloaded?')
    .when(Condition.jsonata("{% $downloaded.kind = 'more' %}"), download)
    .otherwise(Succeed.jsonata(scope, 'Unit done'));
  return download.next(downloaded);
}

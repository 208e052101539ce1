import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DistributedMap,
  Fail,
  ResultWriterV2,
  S3JsonItemReader,
  StateMachineType,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StepLambda } from '../functions/step-lambda.ts';
import {
  awsStumbles,
  fileBroken,
  lambdaThrottled,
  mapStumbles,
  serverGivesNoFile,
  stepDied,
} from './retries.ts';
import { EXPORT_ID, invoke, RESULT, SOURCE, STARTED_AT } from './tasks.ts';

/**
 * Downloads every unit, as many side by side as the source's settings say, and fewer while it is busy.
 * The list of units and the results lie in S3. No failure is tolerated, as Step Functions does where
 * nothing is said.
 */
export function download(scope: Construct, step: StepLambda, bucket: IBucket): DistributedMap {
  const map = DistributedMap.jsonata(scope, 'Download', {
    label: 'Download',
    mapExecutionType: StateMachineType.STANDARD,
    itemReader: new S3JsonItemReader({ bucket, key: '{% $plan.unitsKey %}' }),
    itemSelector: {
      exportId: EXPORT_ID,
      source: SOURCE,
      unitKey: '{% $states.context.Map.Item.Value.unitKey %}',
      startedAt: STARTED_AT,
      waits: 0,
    },
    jsonataMaxConcurrency: '{% $plan.maxConcurrency %}',
    resultWriterV2: new ResultWriterV2({
      bucket,
      prefix: "{% 'exports/' & $states.context.Execution.Name & '/download' %}",
    }),
  });
  map.itemProcessor(downloadUnit(scope, step));
  return map.addRetry(mapStumbles);
}

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
function downloadUnit(scope: Construct, step: StepLambda) {
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

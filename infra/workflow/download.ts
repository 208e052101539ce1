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
  awsFaults,
  fileBroken,
  fileUnavailable,
  lambdaThrottled,
  mapFaults,
  stepCrashed,
} from './retries.ts';
import { EXPORT_ID, invoke, RESULT, SOURCE, STARTED_AT } from './tasks.ts';

/**
 * Downloads all units, up to `maxConcurrency` of the source's settings at the same time. The list of units
 * and the results are in S3. No failure of a unit is tolerated, which is the default of Step Functions.
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
  return map.addRetry(mapFaults);
}

/** The input of the next call: the same, with the number of waits. */
const WAITS = "$states.input.waits + ($states.result.Payload.kind = 'retry-after' ? 1 : 0)";
const NEXT_INPUT = `{% $merge([$states.input, { 'waits': ${WAITS} }]) %}`;

/** Lambda returns nothing if a function waits for something that never happens. */
const NO_ANSWER = {
  error: 'UnitUnanswered',
  cause: 'Download returned no result for its unit: see the log of Download, and resume the export',
};

/**
 * Downloads one unit. Download is called again for a unit that takes longer than one call, and after
 * each wait that a throttling server asks for. The waits cost nothing.
 */
function downloadUnit(scope: Construct, step: StepLambda) {
  const download = invoke(scope, 'Download unit', {
    step,
    payload: '{% $states.input %}',
    assign: { downloaded: RESULT },
    output: NEXT_INPUT,
    retries: [fileUnavailable, fileBroken, stepCrashed, lambdaThrottled, awsFaults],
  });
  const wait = Wait.jsonata(scope, 'Unit waits for server', {
    time: WaitTime.seconds('{% $downloaded.waitSeconds %}'),
  });
  const downloaded = Choice.jsonata(scope, 'Unit downloaded?')
    .when(is('continue'), download)
    .when(is('retry-after'), wait)
    .when(is('done'), Succeed.jsonata(scope, 'Unit done'))
    .otherwise(Fail.jsonata(scope, 'Unit not done', NO_ANSWER));
  wait.next(download);
  return download.next(downloaded);
}

const is = (kind: string) => Condition.jsonata(`{% $downloaded.kind = '${kind}' %}`);

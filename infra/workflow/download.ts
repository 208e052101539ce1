import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  DistributedMap,
  ResultWriterV2,
  S3JsonItemReader,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StepFunction } from '../step-function.ts';
import { downloadUnit } from './download-unit.ts';
import { EXPORT_ID, SOURCE, STARTED_AT } from './invoke.ts';
import { mapStumbles } from './retries.ts';

/**
 * Downloads every unit, as many side by side as the source's settings say, and fewer while it is busy.
 * The list of units and the results lie in S3. No failure is tolerated, as Step Functions does where
 * nothing is said.
 */
export function download(scope: Construct, step: StepFunction, bucket: IBucket): DistributedMap {
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

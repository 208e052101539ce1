import type { ResultWriter } from '../definition/distributed-map.ts';
import type { Json } from '../json.ts';
import type { ChildRun } from './child-run.ts';
import type { MapRun } from './map-run.ts';

type Transformation = ResultWriter['WriterConfig']['Transformation'];

/**
 * Results of child executions as a Map gives or writes them: whole records, outputs, or outputs with
 * arrays spread out. A child that did not succeed is a whole record in any case.
 */
export function transform(
  children: readonly ChildRun[],
  transformation: Transformation,
  mapRun: MapRun,
): Json[] {
  return children.flatMap((child) => {
    if (transformation === 'NONE' || !('ending' in child)) return [record(child, mapRun)];
    if (child.ending.status !== 'SUCCEEDED') return [record(child, mapRun)];
    const { output } = child.ending;
    return transformation === 'FLATTEN' && Array.isArray(output) ? output : [output];
  });
}

function record(child: ChildRun, { stateMachineArn }: MapRun): Json {
  const input = { Input: JSON.stringify(child.batch.input), InputDetails: { Included: true } };
  if (!('ending' in child)) return { ...input, Status: child.status };
  return {
    ExecutionArn: child.identity.arn,
    ...input,
    Name: child.identity.name,
    ...ended(child.ending),
    RedriveCount: 0,
    StartDate: child.startedAt.toISOString(),
    StateMachineArn: stateMachineArn,
    Status: child.status,
    StopDate: child.stoppedAt.toISOString(),
  };
}

function ended(ending: Extract<ChildRun, { ending: unknown }>['ending']): { [key: string]: Json } {
  if (ending.status === 'SUCCEEDED')
    return { Output: JSON.stringify(ending.output), OutputDetails: { Included: true } };
  if (ending.status === 'TIMED_OUT') return {};
  const { error, cause } = ending;
  return {
    ...(error !== undefined && { Error: error }),
    ...(cause !== undefined && { Cause: cause }),
  };
}

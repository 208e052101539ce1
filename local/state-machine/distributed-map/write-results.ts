import { z } from 'zod';
import type { ResultWriter } from '../definition/states.ts';
import { evaluate } from '../jsonata.ts';
import type { Json } from '../payload.ts';
import { bindings, type Visit } from '../states/visit.ts';
import { StatesError } from '../states-error.ts';
import type { ChildRun, MapRun } from './map-run.ts';

const Destination = z.object({ Bucket: z.string(), Prefix: z.string() });

/** The result of a Map without a ResultWriter: the outputs of its children, which have all succeeded. */
export const outputsOf = (children: readonly ChildRun[]): Json[] =>
  children.map((child) =>
    'outcome' in child && child.outcome.status === 'SUCCEEDED' ? child.outcome.output : null,
  );

/**
 * Writes one file for each kind of status, and `manifest.json`, which lists the files, below
 * `<prefix>/<map run>/`. Gives the result of the Map. Throws `States.ResultWriterFailed`.
 */
export async function writeResults(
  children: readonly ChildRun[],
  writer: ResultWriter,
  mapRun: MapRun,
  visit: Visit,
): Promise<Json> {
  const args = await evaluate(writer.Arguments, 'ResultWriter/Arguments', bindings(visit));
  const { Bucket, Prefix } = Destination.parse(args);
  const folder = `${Prefix.replace(/\/$/, '')}/${mapRun.id}`;
  const put = (name: string, body: Json) => store(visit, `${folder}/${name}`, JSON.stringify(body));
  const ResultFiles: Record<string, Json> = {};
  for (const [name, group] of byStatus(children)) {
    const records = group.map((child) => record(child, mapRun));
    ResultFiles[name] = records.length === 0 ? [] : [await put(`${name}_0.json`, records)];
  }
  const manifest = { DestinationBucket: Bucket, MapRunArn: mapRun.arn, ResultFiles };
  const { Key } = await put('manifest.json', manifest);
  return { MapRunArn: mapRun.arn, ResultWriterDetails: { Bucket, Key } };
}

function byStatus(children: readonly ChildRun[]): [string, ChildRun[]][] {
  const of = (...statuses: ChildRun['status'][]) =>
    children.filter(({ status }) => statuses.includes(status));
  return [
    ['FAILED', of('FAILED', 'TIMED_OUT', 'ABORTED')],
    ['PENDING', of('PENDING')],
    ['SUCCEEDED', of('SUCCEEDED')],
  ];
}

function record(child: ChildRun, { stateMachineArn }: MapRun): Json {
  const input = { Input: JSON.stringify(child.input), InputDetails: { Included: true } };
  if (!('outcome' in child)) return { ...input, Status: child.status };
  return {
    ExecutionArn: child.identity.arn,
    ...input,
    Name: child.identity.name,
    ...outcomeFields(child.outcome),
    RedriveCount: 0,
    StartDate: child.startedAt.toISOString(),
    StateMachineArn: stateMachineArn,
    Status: child.status,
    StopDate: child.stoppedAt.toISOString(),
  };
}

function outcomeFields(outcome: Extract<ChildRun, { outcome: unknown }>['outcome']): {
  [key: string]: Json;
} {
  if (outcome.status === 'SUCCEEDED')
    return { Output: JSON.stringify(outcome.output), OutputDetails: { Included: true } };
  if (outcome.status === 'TIMED_OUT') return {};
  const { error, cause } = outcome;
  return {
    ...(error !== undefined && { Error: error }),
    ...(cause !== undefined && { Cause: cause }),
  };
}

async function store(
  visit: Visit,
  Key: string,
  body: string,
): Promise<{ Key: string; Size: number }> {
  try {
    await visit.execution.deps.storage.put(Key, body);
    return { Key, Size: Buffer.byteLength(body) };
  } catch (error) {
    throw new StatesError('States.ResultWriterFailed', String(error));
  }
}

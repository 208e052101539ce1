import { z } from 'zod';
import type { ResultWriter } from '../definition/distributed-map.ts';
import type { Json } from '../json.ts';
import { evaluate } from '../jsonata/evaluate.ts';
import { bindings, type Visit } from '../states/visit.ts';
import { StatesError } from '../states-error.ts';
import type { ChildRun } from './child-run.ts';
import type { MapRun } from './map-run.ts';
import { transform } from './results.ts';

const Destination = z.object({ Bucket: z.string(), Prefix: z.string().default('') });

/**
 * Writes one file for each kind of ending, and `manifest.json` that lists them, below
 * `<prefix>/<map run>/`. Gives what the Map gives on. Throws `States.ResultWriterFailed`.
 */
export async function writeResults(
  children: readonly ChildRun[],
  writer: ResultWriter,
  mapRun: MapRun,
  visit: Visit,
): Promise<Json> {
  const args = await evaluate(writer.Arguments, 'ResultWriter/Arguments', bindings(visit));
  const { Bucket, Prefix } = Destination.parse(args);
  const folder = `${Prefix === '' ? '' : `${Prefix.replace(/\/$/, '')}/`}${mapRun.id}`;
  const put = (name: string, body: string) => store(visit, `${folder}/${name}`, body);
  const ResultFiles: Record<string, Json> = {};
  for (const [name, kind] of sorted(children))
    ResultFiles[name] =
      kind.length === 0 ? [] : [await put(`${name}_0.json`, text(kind, writer, mapRun))];
  const manifest = { DestinationBucket: Bucket, MapRunArn: mapRun.arn, ResultFiles };
  const { Key } = await put('manifest.json', JSON.stringify(manifest));
  return { MapRunArn: mapRun.arn, ResultWriterDetails: { Bucket, Key } };
}

function sorted(children: readonly ChildRun[]): [string, ChildRun[]][] {
  const of = (...statuses: ChildRun['status'][]) =>
    children.filter(({ status }) => statuses.includes(status));
  return [
    ['FAILED', of('FAILED', 'TIMED_OUT', 'ABORTED')],
    ['PENDING', of('PENDING')],
    ['SUCCEEDED', of('SUCCEEDED')],
  ];
}

function text(children: ChildRun[], { WriterConfig }: ResultWriter, mapRun: MapRun): string {
  const results = transform(children, WriterConfig.Transformation, mapRun);
  if (WriterConfig.OutputType === 'JSON') return JSON.stringify(results);
  return results.map((result) => JSON.stringify(result)).join('\n');
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

import { z } from 'zod';
import type { ItemReader } from '../definition/distributed-map.ts';
import type { MapState } from '../definition/machine.ts';
import type { Json } from '../json.ts';
import { evaluate } from '../jsonata/evaluate.ts';
import { evaluateInteger } from '../jsonata/evaluate-typed.ts';
import { bindings, type Visit } from '../states/visit.ts';
import { StatesError } from '../states-error.ts';

/**
 * The items that an ItemReader names: the array in a JSON object, the lines of a JSONL object, or the
 * objects below a prefix. Throws `States.ItemReaderFailed`, also for the formats that are not read here.
 */
export async function readItems({ ItemReader }: MapState, visit: Visit): Promise<Json[]> {
  if (!ItemReader) return [];
  const args = await evaluate(ItemReader.Arguments, 'ItemReader/Arguments', bindings(visit));
  const items = ItemReader.Resource.endsWith(':listObjectsV2')
    ? await listed(args, visit)
    : await stored(args, ItemReader, visit);
  return items.slice(0, await maxItems(ItemReader, visit));
}

async function maxItems({ ReaderConfig }: ItemReader, visit: Visit): Promise<number> {
  const { MaxItems } = ReaderConfig ?? {};
  if (MaxItems === undefined) return Number.POSITIVE_INFINITY;
  const range = { min: 1, max: 100_000_000 };
  return evaluateInteger(MaxItems, 'ItemReader/ReaderConfig/MaxItems', bindings(visit), range);
}

const Listing = z.object({ Bucket: z.string(), Prefix: z.string().default('') });

async function listed(args: Json, visit: Visit): Promise<Json[]> {
  const { Prefix } = check(Listing, args);
  const items: Json[] = [];
  for await (const { key, bytes } of visit.execution.deps.storage.list(Prefix))
    items.push({ Key: key, Size: bytes });
  return items;
}

const StoredObject = z.object({ Bucket: z.string(), Key: z.string() });

async function stored(args: Json, { ReaderConfig }: ItemReader, visit: Visit): Promise<Json[]> {
  const { Key } = check(StoredObject, args);
  const found = await visit.execution.deps.storage.read(Key);
  if (!found) throw failed(`The specified key does not exist: ${Key}`);
  switch (ReaderConfig?.InputType) {
    case 'JSON':
      return check(z.array(z.json()), json(found.text));
    case 'JSONL':
      return found.text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(json);
    default:
      throw failed(
        `InputType ${ReaderConfig?.InputType} is not supported by the local interpreter`,
      );
  }
}

function json(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    throw failed('Attempting to read an object that is not valid JSON');
  }
}

function check<T>(schema: z.ZodType<T>, value: Json): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw failed(z.prettifyError(error));
}

const failed = (cause: string) => new StatesError('States.ItemReaderFailed', cause);

import { z } from 'zod';
import type { MapState } from '../definition/machine.ts';
import type { Json } from '../json.ts';
import { evaluate } from '../jsonata/evaluate.ts';
import { bindings, type Visit } from '../states/visit.ts';
import { StatesError } from '../states-error.ts';

const StoredObject = z.object({ Bucket: z.string(), Key: z.string() });
const Items = z.array(z.json());

/** The items that an ItemReader names: the array in a JSON object. Throws `States.ItemReaderFailed`. */
export async function readItems({ ItemReader }: MapState, visit: Visit): Promise<Json[]> {
  const args = await evaluate(ItemReader.Arguments, 'ItemReader/Arguments', bindings(visit));
  const { Key } = check(StoredObject, args);
  const found = await visit.execution.deps.storage.read(Key);
  if (!found) throw failed(`The specified key does not exist: ${Key}`);
  return check(Items, json(found.text));
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

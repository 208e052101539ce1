import type { z } from 'zod';
import { RecordInvalid, RecordMissing } from '../runtime/errors.ts';
import type { PutCondition, Storage } from './storage.ts';

/** Reads a record and checks it; undefined if it is absent. Throws RecordInvalid. */
export async function findRecord<Schema extends z.ZodType>(
  key: string,
  schema: Schema,
  storage: Pick<Storage, 'read'>,
): Promise<{ record: z.infer<Schema>; etag: string } | undefined> {
  const found = await storage.read(key);
  if (!found) return undefined;
  try {
    return { record: schema.parse(JSON.parse(found.text)), etag: found.etag };
  } catch (cause) {
    throw new RecordInvalid(`${key} is not what this version of Sluice writes`, { cause });
  }
}

/** Like {@link findRecord}, for a record that must exist. Throws RecordMissing, RecordInvalid. */
export async function readRecord<Schema extends z.ZodType>(
  key: string,
  schema: Schema,
  storage: Pick<Storage, 'read'>,
): Promise<z.infer<Schema>> {
  const found = await findRecord(key, schema, storage);
  if (!found) throw recordMissing(key);
  return found.record;
}

/** The text of an object that must exist. Throws RecordMissing. */
export async function readRecordText(key: string, storage: Pick<Storage, 'read'>): Promise<string> {
  const found = await storage.read(key);
  if (!found) throw recordMissing(key);
  return found.text;
}

/** Writes a record as JSON. */
export const writeRecord = (
  key: string,
  record: object,
  storage: Storage,
  condition?: PutCondition,
): Promise<'stored' | 'refused'> => storage.put(key, `${JSON.stringify(record)}\n`, condition);

const recordMissing = (key: string): RecordMissing =>
  new RecordMissing(`${key} is not there; an earlier step should have written it`);

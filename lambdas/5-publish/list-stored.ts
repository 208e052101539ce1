import { typePrefix } from '../lake/keys.ts';
import type { Receipt } from '../lake/receipt-records.ts';
import type { Storage } from '../lake/storage.ts';
import { typesOf } from '../settlement/register.ts';

/** Size in bytes of every data object that lies where this export's data lies, by key. */
export async function listStored(
  landingId: string,
  exportDate: string,
  receipts: readonly Receipt[],
  storage: Storage,
): Promise<Map<string, number>> {
  const stored = new Map<string, number>();
  for (const type of typesOf(receipts))
    for await (const { key, bytes } of storage.list(typePrefix(type, exportDate, landingId)))
      stored.set(key, bytes);
  return stored;
}

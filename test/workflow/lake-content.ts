import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { StoredObject } from '../../lambdas/lake/receipt-records.ts';
import type { ExportResult } from '../../local/exports/export-result.ts';
import type { Window } from '../../local/people/selection.ts';
import { people } from './one-up-servers.ts';

/** The content of a landed file: its objects, one after the other, decompressed. */
export const contentOf = (
  lake: string,
  { objects }: { objects: readonly Pick<StoredObject, 'key'>[] },
): string => Buffer.concat(objects.map(({ key }) => content(lake, key))).toString('utf8');

function content(lake: string, key: string): Buffer {
  const bytes = readFileSync(join(lake, key));
  if (key.endsWith('.gz')) return gunzipSync(bytes);
  return key.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes;
}

/** The content that an export landed of one type, its files one after the other. */
export const landedContent = (lake: string, { files }: ExportResult, type: string): string =>
  files
    .filter((file) => file.type === type)
    .map((file) => contentOf(lake, file))
    .join('');

/** The servers' data of one type, as NDJSON. */
export const serverContent = (type: string, window: Window): string =>
  [...people.lines(type, window)].map((line) => `${line}\n`).join('');

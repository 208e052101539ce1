import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { parseJsonObject } from '../../../lambdas/runtime/json.ts';
import type { Fault } from '../../../local/servers/faults/fault-injector.ts';
import { bytesOf } from '../../../local/servers/faults/files.ts';
import type { Interceptor } from '../../../local/servers/http/routing.ts';
import type { Exported } from './feature.ts';

type Manifest = Record<string, unknown>;
type Entry = Record<string, unknown>;

/** Faults that change every list of files in the answers of any column's server. */
export const listing = (edit: (manifest: Manifest) => Manifest): Fault[] =>
  (['kick-off', 'status'] as const).map((on) => ({ on, intercept: edited(edit) }));

/** The same for each file of the output. */
export const listingFiles = (edit: (entry: Entry) => Entry): Fault[] =>
  listing((manifest) => ({ ...manifest, output: entriesOf(manifest).map(edit) }));

const entriesOf = ({ output }: Manifest): Entry[] => (Array.isArray(output) ? output : []);

function edited(edit: (manifest: Manifest) => Manifest): Interceptor {
  return async (_, next) => {
    const response = await next();
    const bytes = await bytesOf(response);
    const body = parseJsonObject(bytes.toString());
    const isList = body !== undefined && Array.isArray(body.output);
    return { ...response, body: isList ? JSON.stringify(edit(body)) : bytes };
  };
}

/** The first page of an export's manifest, as the server sent it. */
export function firstPage({ world, result }: Exported): Manifest {
  const file = join(world.lake, exportKeys(result.exportId).manifestPage(1));
  return parseJsonObject(readFileSync(file, 'utf8')) ?? {};
}

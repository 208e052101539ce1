import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { PublicJwkSet } from '../auth/smart/jose.ts';
import { SettingsInvalid } from '../runtime/errors.ts';
import { tryParseJson } from '../runtime/json.ts';

/** Public JWK Sets by the id of their source. */
export type KeySets = ReadonlyMap<string, PublicJwkSet>;

/** The folder of the public JWK Sets, beside the settings. */
export const keySetFolder = (sourcesFile: string): string =>
  join(dirname(resolve(sourcesFile)), 'jwks');

/** The file of a source's public JWK Set. */
export const keySetFile = (folder: string, sourceId: string): string =>
  join(folder, `${sourceId}.json`);

/**
 * The public JWK Sets of a folder; none if there is no folder. Throws SettingsInvalid for any other
 * file, above all a private key.
 */
export function readKeySets(folder: string): KeySets {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const ids = names.filter((name) => name.endsWith('.json')).map((name) => basename(name, '.json'));
  return new Map(ids.map((id) => [id, readKeySet(keySetFile(folder, id), id)]));
}

function readKeySet(file: string, sourceId: string): PublicJwkSet {
  const checked = PublicJwkSet.safeParse(tryParseJson(readFileSync(file, 'utf8')));
  if (checked.success) return checked.data;
  throw new SettingsInvalid(
    `${file} is not a public JWK Set; write it again: ` +
      `npm run jwks -- --source ${sourceId} --write`,
  );
}

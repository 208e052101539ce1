import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { publicKeySet } from '../../lambdas/auth/smart/signer.ts';
import { keySetFile, keySetFolder } from '../../lambdas/jwks/key-sets.ts';
import { memorySecrets, memorySigningKeys } from '../fakes/memory-secrets.ts';
import { testKeys } from '../fakes/test-keys.ts';
import { scratchFolder } from './scratch.ts';

export const KEY_ID = '12345678-1234-1234-1234-123456789012';
export const KEY_ARN = `arn:aws:kms:eu-central-1:444455556666:key/${KEY_ID}`;

const ES384 = 'ES384' as const;
const smart = (key: object) => ({
  dialect: '1up-ste',
  baseUrl: 'https://fhir.example/r4',
  auth: { kind: 'smart-backend', clientId: 'test-client', key },
});
const kms = (...names: string[]) =>
  smart({ kind: 'kms', keys: names.map((key) => ({ key, alg: ES384 })) });

/** Sources that sign with keys in KMS and in a secret. */
export const signingSources = {
  alias: kms('alias/sluice/new', 'alias/sluice/old'),
  ids: kms(KEY_ID, KEY_ARN),
  secret: smart({ kind: 'secret', secret: 'sluice/signing' }),
};

/** Writes a `sources.json` with these sources, and public JWK Sets for two of them. */
export async function writeSigningSources(t: TestContext): Promise<string> {
  const sourcesFile = join(scratchFolder(t), 'sources.json');
  writeFileSync(sourcesFile, JSON.stringify({ sources: signingSources }));
  const folder = keySetFolder(sourcesFile);
  mkdirSync(folder);
  const deps = {
    secrets: memorySecrets(),
    signingKeys: memorySigningKeys({ 'alias/a': testKeys.ec }),
  };
  const keys = await publicKeySet({ kind: 'kms', keys: [{ key: 'alias/a', alg: ES384 }] }, deps);
  for (const id of ['alias', 'secret', 'gone'])
    writeFileSync(keySetFile(folder, id), JSON.stringify(keys));
  return sourcesFile;
}

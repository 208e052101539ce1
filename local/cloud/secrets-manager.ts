import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readIfExists, stateFolder, writeAtomically } from './files.ts';
import { checkedOperations, type JsonApi, jsonApi } from './json-api.ts';
import { AwsError } from './service.ts';

const operation = checkedOperations('ValidationException');

const Name = z.string().regex(/^[\w/+=.@-]{1,512}$/, 'a name of a secret');
const Text = z.string().min(1).max(65_536);
const Token = z.string().min(32).max(64).optional();

const GetSecretValue = z.strictObject({ SecretId: Name });
const PutSecretValue = z.strictObject({
  SecretId: Name,
  SecretString: Text,
  ClientRequestToken: Token,
});
const CreateSecret = z.strictObject({ Name, SecretString: Text, ClientRequestToken: Token });

/**
 * Secrets Manager with text secrets and their current version, under `.sluice/secrets/`. `seeds` are
 * the credentials that the caller hands in, by name; see {@link readSecret} on which value counts.
 */
export const secretsManager = (vault: SecretStore): JsonApi =>
  jsonApi({
    GetSecretValue: operation(GetSecretValue, ({ SecretId }) => {
      const secret = readSecret(vault, SecretId);
      return { ...describe(secret), SecretString: secret.value, VersionStages: ['AWSCURRENT'] };
    }),
    PutSecretValue: operation(PutSecretValue, (input) => {
      const current = readSecret(vault, input.SecretId);
      const secret = put(vault, current.name, input.SecretString, input.ClientRequestToken);
      return { ...describe(secret), VersionStages: ['AWSCURRENT'] };
    }),
    CreateSecret: operation(CreateSecret, (input) => {
      if (hasSecret(vault, input.Name))
        throw new AwsError('ResourceExistsException', `the secret ${input.Name} already exists`);
      return describe(put(vault, input.Name, input.SecretString, input.ClientRequestToken));
    }),
  });

function put(vault: SecretStore, name: string, value: string, token: string | undefined): Secret {
  const secret = { name, value, version: token ?? randomUUID() };
  storeSecret(vault, secret);
  return secret;
}

const describe = ({ name, version }: Secret) => ({
  ARN: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}-local0`,
  Name: name,
  VersionId: version,
});

/** A secret's current value. */
export type Secret = { name: string; value: string; version: string };

/** Where secrets are kept: the folder of the bucket, and the values that its owner handed in. */
export type SecretStore = { directory: string; seeds: Readonly<Record<string, string>> };

/** The file of a stored secret; `seed` is the SHA-256 of the seed it was stored over, if any. */
const StoredSecret = z.strictObject({
  name: z.string(),
  value: z.string(),
  version: z.string(),
  seed: z.string().nullable(),
});

/**
 * The current value: the stored one, as a rotated credential must outlive the process, unless its
 * seed is another than when it was stored, as then somebody has given a newer credential.
 * Throws ResourceNotFoundException.
 */
export function readSecret(vault: SecretStore, name: string): Secret {
  const seed = seedOf(vault, name);
  const stored = readStored(vault, name);
  if (stored && (seed === undefined || stored.seed === sha256(seed))) return stored;
  if (seed !== undefined) return { name, value: seed, version: 'handed-in' };
  throw new AwsError(
    'ResourceNotFoundException',
    "Secrets Manager can't find the specified secret.",
  );
}

/** Whether there is a value, stored or handed in. */
export const hasSecret = (vault: SecretStore, name: string): boolean =>
  seedOf(vault, name) !== undefined || readStored(vault, name) !== undefined;

/** Stores a value. */
export function storeSecret(vault: SecretStore, secret: Secret): void {
  const seed = seedOf(vault, secret.name);
  const { name, value, version } = secret;
  const stored = { name, value, version, seed: seed === undefined ? null : sha256(seed) };
  writeAtomically(fileOf(vault, name), JSON.stringify(stored));
}

function readStored(vault: SecretStore, name: string) {
  const text = readIfExists(fileOf(vault, name));
  return text === undefined ? undefined : StoredSecret.parse(JSON.parse(text));
}

/** By its hash, since a name may hold slashes and differ from another in case only. */
const fileOf = ({ directory }: SecretStore, name: string): string =>
  stateFolder(directory, 'secrets', `${sha256(name)}.json`);

const seedOf = ({ seeds }: SecretStore, name: string): string | undefined =>
  Object.hasOwn(seeds, name) ? seeds[name] : undefined;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

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
 * The current values of secrets: stored below the bucket's folder, and `seeds`, those that the caller
 * hands in, by name. {@link readSecret} says which of the two counts.
 */
type SecretStore = { directory: string; seeds: Readonly<Record<string, string>> };

/** Secrets Manager with text secrets, of which it keeps the current version, in `.sluice/secrets/`. */
export const secretsManager = (store: SecretStore): JsonApi =>
  jsonApi({
    GetSecretValue: operation(GetSecretValue, ({ SecretId }) => {
      const secret = readSecret(store, SecretId);
      return { ...describe(secret), SecretString: secret.value, VersionStages: ['AWSCURRENT'] };
    }),
    PutSecretValue: operation(PutSecretValue, (input) => {
      const current = readSecret(store, input.SecretId);
      const secret = put(store, current.name, input.SecretString, input.ClientRequestToken);
      return { ...describe(secret), VersionStages: ['AWSCURRENT'] };
    }),
    CreateSecret: operation(CreateSecret, (input) => {
      if (hasSecret(store, input.Name))
        throw new AwsError('ResourceExistsException', `the secret ${input.Name} already exists`);
      return describe(put(store, input.Name, input.SecretString, input.ClientRequestToken));
    }),
  });

function put(store: SecretStore, name: string, value: string, token: string | undefined): Secret {
  const secret = { name, value, version: token ?? randomUUID() };
  storeSecret(store, secret);
  return secret;
}

const describe = ({ name, version }: Secret) => ({
  ARN: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}-local0`,
  Name: name,
  VersionId: version,
});

type Secret = { name: string; value: string; version: string };

/** The file of a secret; `seed` is the SHA-256 of the seed at the time it was stored, if there was one. */
const StoredSecret = z.strictObject({
  name: z.string(),
  value: z.string(),
  version: z.string(),
  seed: z.string().nullable(),
});

/**
 * The stored value, because a rotated credential must outlive the process, unless the seed has changed
 * since: then the caller hands in a newer credential. Throws ResourceNotFoundException.
 */
function readSecret(store: SecretStore, name: string): Secret {
  const seed = seedOf(store, name);
  const stored = readStored(store, name);
  if (stored && (seed === undefined || stored.seed === sha256(seed))) return stored;
  if (seed !== undefined) return { name, value: seed, version: 'seed' };
  throw new AwsError(
    'ResourceNotFoundException',
    "Secrets Manager can't find the specified secret.",
  );
}

/** Whether there is a value, stored or as a seed. */
export const hasSecret = (store: SecretStore, name: string): boolean =>
  seedOf(store, name) !== undefined || readStored(store, name) !== undefined;

/** Stores a value with the hash of its seed. */
export function storeSecret(store: SecretStore, secret: Secret): void {
  const seed = seedOf(store, secret.name);
  const { name, value, version } = secret;
  const stored = { name, value, version, seed: seed === undefined ? null : sha256(seed) };
  writeAtomically(fileOf(store, name), JSON.stringify(stored));
}

function readStored(store: SecretStore, name: string) {
  const text = readIfExists(fileOf(store, name));
  return text === undefined ? undefined : StoredSecret.parse(JSON.parse(text));
}

/** Named by hash, since names contain slashes and differ by case. */
const fileOf = ({ directory }: SecretStore, name: string): string =>
  stateFolder(directory, 'secrets', `${sha256(name)}.json`);

const seedOf = ({ seeds }: SecretStore, name: string): string | undefined =>
  Object.hasOwn(seeds, name) ? seeds[name] : undefined;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

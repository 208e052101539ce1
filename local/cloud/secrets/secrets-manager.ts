import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { JsonApi } from '../json-api.ts';
import { jsonApi, operationsRefusing } from '../operations.ts';
import { AwsError } from '../service.ts';
import { hasSecret, readSecret, type Secret, storeSecret, type Vault } from './vault.ts';

const operation = operationsRefusing('ValidationException');

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
export const secretsManager = (vault: Vault): JsonApi =>
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

function put(vault: Vault, name: string, value: string, token: string | undefined): Secret {
  const secret = { name, value, version: token ?? randomUUID() };
  storeSecret(vault, secret);
  return secret;
}

const describe = ({ name, version }: Secret) => ({
  ARN: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}-local0`,
  Name: name,
  VersionId: version,
});

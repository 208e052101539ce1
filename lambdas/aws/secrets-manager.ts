import { randomUUID } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Secrets } from '../auth/secrets.ts';
import { SettingsInvalid } from '../runtime/errors.ts';
import type { Aws } from './aws.ts';
import { isNamed } from './aws-errors.ts';

/** Secrets in Secrets Manager. `read` throws SettingsInvalid for a secret that does not exist or is empty. */
export function secretsManager(aws: Aws): Secrets {
  const client = new SecretsManagerClient(aws.config);
  return {
    async read(name) {
      const { SecretString } = await aws
        .call('GetSecretValue', () => client.send(new GetSecretValueCommand({ SecretId: name })))
        .catch((error) => {
          throw isNamed(error, 'ResourceNotFoundException') ? noSecret(name, error) : error;
        });
      if (!SecretString) throw noSecret(name);
      return SecretString;
    },
    async write(name, text) {
      // With the token it becomes one version, however often it is sent.
      const input = { SecretId: name, SecretString: text, ClientRequestToken: randomUUID() };
      await aws.call('PutSecretValue', () => client.send(new PutSecretValueCommand(input)));
    },
  };
}

const noSecret = (name: string, cause?: unknown) =>
  new SettingsInvalid(`secret "${name}" has no value; put the credential's JSON into it`, {
    cause,
  });

import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SettingsInvalid } from '../errors.ts';
import type { Secrets } from '../secrets.ts';

/** Secrets over the SDK. `read` throws SettingsInvalid for a secret that is not there. */
export const secretsManager = (client: SecretsManagerClient): Secrets => ({
  async read(name) {
    const answer = await client
      .send(new GetSecretValueCommand({ SecretId: name }))
      .catch((error) => {
        throw error instanceof ResourceNotFoundException ? noSecret(name, error) : error;
      });
    if (!answer.SecretString) throw noSecret(name);
    return answer.SecretString;
  },
  async write(name, text) {
    await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: text }));
  },
});

const noSecret = (name: string, cause?: unknown) =>
  new SettingsInvalid(`secret "${name}" has no value; put the credential's JSON into it`, {
    cause,
  });

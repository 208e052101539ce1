import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { SettingsInvalid } from '../../errors.ts';
import type { Secrets } from '../../secrets.ts';
import type { Aws } from '../wire/aws.ts';
import { isAwsError } from '../wire/aws-error.ts';
import { awsJson, type JsonApi } from './aws-json.ts';

export const SECRETS_MANAGER: JsonApi = {
  service: 'secretsmanager',
  target: 'secretsmanager',
  version: '1.1',
};

const SecretValue = z.object({ SecretString: z.string().optional() });

/** Secrets in Secrets Manager. `read` throws SettingsInvalid for a secret that is not there. */
export function secretsManager(aws: Aws): Secrets {
  const call = awsJson(aws, SECRETS_MANAGER);
  return {
    async read(name) {
      const answer = await call('GetSecretValue', { SecretId: name }, SecretValue).catch(
        (error) => {
          throw isAwsError(error, 'ResourceNotFoundException') ? noSecret(name, error) : error;
        },
      );
      if (!answer.SecretString) throw noSecret(name);
      return answer.SecretString;
    },
    async write(name, text) {
      // The token makes one version of it, however often it has to be sent.
      const input = { SecretId: name, SecretString: text, ClientRequestToken: randomUUID() };
      await call('PutSecretValue', input, z.object({}));
    },
  };
}

const noSecret = (name: string, cause?: unknown) =>
  new SettingsInvalid(`secret "${name}" has no value; put the credential's JSON into it`, {
    cause,
  });

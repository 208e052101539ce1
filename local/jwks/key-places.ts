import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { KeyDeps } from '../../lambdas/shared/auth/smart/signer.ts';
import { kms } from '../../lambdas/shared/aws/json/kms.ts';
import { secretsManager } from '../../lambdas/shared/aws/json/secrets-manager.ts';
import { type Aws, connectAws } from '../../lambdas/shared/aws/wire/aws.ts';
import { endpointOf } from '../../lambdas/shared/aws/wire/endpoint.ts';
import { nodeSend } from '../../lambdas/shared/aws/wire/node-send.ts';
import { systemClock } from '../../lambdas/shared/clock.ts';
import type { Sources } from '../../lambdas/shared/settings/sources.ts';
import { expectedKeys } from '../cloud/kms/expected-keys.ts';
import { openLocalCloud } from '../laptop/local-cloud.ts';

/** The keys of the deployed stack, reached with the credentials and the region of the AWS CLI. */
export async function keysInAws(): Promise<KeyDeps> {
  // Profiles, single sign-on and roles: what the SDK finds is what the CLI finds.
  const { credentials, region: findRegion } = new SecretsManagerClient().config;
  const region = await findRegion();
  const aws = connectAws({
    ...{ region, credentials, clock: systemClock, random: Math.random },
    endpoint: (service) => endpointOf(service, region, process.env),
    send: nodeSend(systemClock),
  });
  return keysOf(aws);
}

/** The keys that an export on this laptop signs with. */
export async function keysOnLaptop(
  lake: string,
  sources: Sources,
  secrets: Record<string, string>,
): Promise<KeyDeps> {
  const { aws } = await openLocalCloud({
    ...{ lake, secrets, clock: systemClock, random: Math.random, reach: 'in-process' },
    expectedKeys: expectedKeys(sources),
  });
  return keysOf(aws);
}

const keysOf = (aws: Aws): KeyDeps => ({ secrets: secretsManager(aws), signingKeys: kms(aws) });

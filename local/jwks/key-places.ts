import type { KeyDeps } from '../../lambdas/auth/smart/signer.ts';
import { type Aws, defaultAws } from '../../lambdas/aws/aws.ts';
import { kms } from '../../lambdas/aws/kms.ts';
import { secretsManager } from '../../lambdas/aws/secrets-manager.ts';
import { systemClock } from '../../lambdas/runtime/clock.ts';
import type { Sources } from '../../lambdas/settings/sources.ts';
import { expectedKeys, openLocalCloud } from '../laptop/local-cloud.ts';

/** The keys of the deployed stack, reached with the credentials and the region of the AWS CLI. */
export const keysInAws = (): KeyDeps => keysOf(defaultAws());

/** The keys that an export on this laptop signs with. */
export async function keysOnLaptop(
  directory: string,
  sources: Sources,
  secrets: Record<string, string>,
): Promise<KeyDeps> {
  const { aws } = await openLocalCloud({
    ...{ directory, secrets, clock: systemClock, random: Math.random, connection: 'in-process' },
    expectedKeys: expectedKeys(sources),
  });
  return keysOf(aws);
}

const keysOf = (aws: Aws): KeyDeps => ({ secrets: secretsManager(aws), signingKeys: kms(aws) });

import { kmsKeysOf } from '../../../lambdas/settings/auth.ts';
import type { SigningAlgorithm } from '../../../lambdas/settings/smart-backend.ts';
import type { Sources } from '../../../lambdas/settings/sources.ts';
import type { KeySpec } from '../kms.ts';

const SPEC = {
  RS384: 'RSA_3072',
  ES384: 'ECC_NIST_P384',
} as const satisfies Record<SigningAlgorithm, KeySpec>;

/** The KMS keys that the settings name, and what kind each has to be. */
export const expectedKeys = (sources: Sources): Record<string, KeySpec> =>
  Object.fromEntries(
    Object.values(sources)
      .flatMap(({ auth }) => kmsKeysOf(auth))
      .map(({ key, alg }) => [key, SPEC[alg]]),
  );

import { createPublicKey, type KeyObject, randomUUID } from 'node:crypto';
import { compactVerify } from 'jose';
import type { z } from 'zod';
import { smartBackend } from '../../../../lambdas/auth/smart/smart-backend.ts';
import { Auth } from '../../../../lambdas/settings/auth.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { memorySecrets, memorySigningKeys } from '../../../fakes/memory-secrets.ts';
import { type Routes, scriptedHttp } from '../../../fakes/scripted-http.ts';
import { privateJwk, testKeys } from '../../../fakes/test-keys.ts';

export const BASE = 'https://fhir.example/r4';
export const TOKEN_URL = 'https://fhir.example/token';
export const CONFIGURATION_URL = `${BASE}/.well-known/smart-configuration`;
export const NAME = 'sluice/acme';
export const KMS_KEY = 'alias/sluice/acme';

/** Settings whose one key is in KMS. */
export const inKms = (key: string): Partial<SmartInput> => ({
  key: { kind: 'kms', keys: [{ key, alg: 'ES384' }] },
});

type SmartInput = Extract<z.input<typeof Auth>, { kind: 'smart-backend' }>;
type World = { settings?: Partial<SmartInput>; keys?: object[]; routes?: Routes; baseUrl?: string };

/** A server that issues numbered tokens of 300 seconds, and a client with a key in its secret. */
export function smartWorld({ settings, keys, routes, baseUrl = BASE }: World = {}) {
  let issued = 0;
  const issue = () => {
    issued += 1;
    const token = { access_token: `test-${issued}`, token_type: 'bearer', expires_in: 300 };
    return { body: JSON.stringify(token) };
  };
  const http = scriptedHttp({
    [`GET ${CONFIGURATION_URL}`]: { body: JSON.stringify({ token_endpoint: TOKEN_URL }) },
    [`POST ${TOKEN_URL}`]: issue,
    ...routes,
  });
  const clock = manualClock();
  const secrets = memorySecrets({
    [NAME]: { keys: keys ?? [privateJwk(testKeys.ec, 'ES384', 'first')] },
  });
  const signingKeys = memorySigningKeys({ [KMS_KEY]: testKeys.ec, 'alias/rsa': testKeys.rsa });
  const key = { kind: 'secret' as const, secret: NAME };
  const auth = Auth.parse({ kind: 'smart-backend', clientId: 'test-client', key, ...settings });
  if (auth.kind !== 'smart-backend') throw new Error('no smart-backend');
  const login = smartBackend(
    { ...auth, baseUrl, private: false },
    { http, clock, secrets, signingKeys, newId: randomUUID },
  );
  const assertions = () =>
    http.requests.flatMap(({ method, body }) =>
      method === 'POST' ? [new URLSearchParams(body).get('client_assertion') ?? ''] : [],
    );
  return { http, clock, secrets, login, assertions };
}

/** The two JSON parts of an assertion. */
export function decoded(assertion: string) {
  const [header = {}, claims = {}] = assertion
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  return { header, claims };
}

/** Whether an assertion is signed by the key, as a token endpoint checks it. */
export const isSignedBy = (assertion: string, key: KeyObject): Promise<boolean> =>
  compactVerify(assertion, createPublicKey(key)).then(
    () => true,
    () => false,
  );

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { Auth, credentialName } from '../../../lambdas/settings/auth.ts';

const tokenUrl = 'https://auth.example/token';
const secret = 'sluice/acme';
const smart = { kind: 'smart-backend', clientId: 'test-client' } as const;

const named: [z.input<typeof Auth>, string][] = [
  [{ kind: 'client-headers', secret }, 'secret "sluice/acme"'],
  [{ kind: 'bearer-refresh', secret, tokenUrl }, 'secret "sluice/acme"'],
  [{ kind: 'client-credentials', secret, tokenUrl }, 'secret "sluice/acme"'],
  [{ kind: 'basic', secret }, 'secret "sluice/acme"'],
  [{ kind: 'static-bearer', secret }, 'secret "sluice/acme"'],
  [{ ...smart, key: { kind: 'secret', secret } }, 'secret "sluice/acme"'],
  [
    {
      ...smart,
      key: {
        kind: 'kms',
        keys: [
          { key: 'alias/acme-a', alg: 'ES384' },
          { key: 'alias/acme-b', alg: 'RS384' },
        ],
      },
    },
    'KMS key "alias/acme-a", KMS key "alias/acme-b"',
  ],
  [{ kind: 'none' }, 'no credential, as its auth is "none"'],
];
for (const [auth, name] of named)
  test(`a refused ${auth.kind} is told as ${name} (K1)`, () => {
    assert.equal(credentialName(Auth.parse(auth)), name);
  });

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import {
  credentialPolicy,
  type PolicyRequest,
} from '../../../lambdas/fhir-server/credential-policy.ts';

/**
 * Compares every combination with a second formulation of the rules: the shapes of requests that are
 * refused and of those that carry the credential (invariant 7, rules 2, 3, 6, 7).
 */

const VALUES = {
  purpose: ['kick-off', 'status', 'cancel', 'group', 'file', 'attachment', 'capabilities'],
  method: ['GET', 'POST', 'PUT', 'DELETE'],
  trust: ['api', 'authenticated', 'public', 'untrusted'],
  isEncrypted: [true, false],
  isRedirect: [true, false],
  body: ['none', 'present', 'dropped'],
  requiresAccessToken: [true, false, undefined],
} as const satisfies { [Field in keyof PolicyRequest]: readonly PolicyRequest[Field][] };

const every = VALUES.purpose.flatMap((purpose) =>
  VALUES.method.flatMap((method) =>
    VALUES.trust.flatMap((trust) =>
      VALUES.isEncrypted.flatMap((isEncrypted) =>
        VALUES.isRedirect.flatMap((isRedirect) =>
          VALUES.body.flatMap((body) =>
            VALUES.requiresAccessToken.map(
              (requiresAccessToken): PolicyRequest => ({
                ...{ purpose, method, trust, isEncrypted, isRedirect },
                ...{ body, requiresAccessToken },
              }),
            ),
          ),
        ),
      ),
    ),
  ),
);

type Shape = Partial<PolicyRequest>;
const at = <Field extends keyof PolicyRequest>(
  field: Field,
  values: readonly PolicyRequest[Field][],
  also: Shape,
) => values.map((value): Shape => ({ [field]: value, ...also }));

const refusedShapes: Shape[] = [
  // A link to an untrusted origin, and plain http to one (P12, P14).
  { trust: 'untrusted', isRedirect: false },
  { trust: 'untrusted', isEncrypted: false },
  // Untrusted and public origins get GET only.
  ...at('method', ['POST', 'PUT', 'DELETE'], { trust: 'untrusted' }),
  ...at('method', ['POST', 'PUT', 'DELETE'], { trust: 'public' }),
  // A body goes to the API only.
  ...at('trust', ['authenticated', 'public', 'untrusted'], { body: 'present' }),
  // A kick-off without its parameters (K8).
  { purpose: 'kick-off', body: 'dropped' },
];

const credentialShapes: Shape[] = [
  ...at('purpose', ['kick-off', 'status', 'cancel', 'group', 'capabilities'], { trust: 'api' }),
  ...at('purpose', ['kick-off', 'status', 'cancel', 'group'], { trust: 'authenticated' }),
  ...at('purpose', ['file', 'attachment'], { trust: 'api', requiresAccessToken: true }),
  ...at('purpose', ['file', 'attachment'], { trust: 'authenticated', requiresAccessToken: true }),
];

const matches = (request: PolicyRequest, shapes: Shape[]) =>
  shapes.some((shape) => isDeepStrictEqual({ ...request, ...shape }, request));

for (const purpose of VALUES.purpose)
  test(`${purpose}: the policy follows the rules for every combination`, () => {
    for (const request of every.filter((each) => each.purpose === purpose)) {
      const decision = credentialPolicy(request);
      const message = JSON.stringify(request);
      assert.equal(decision.kind, matches(request, refusedShapes) ? 'refused' : 'allowed', message);
      if (decision.kind === 'refused') continue;
      assert.equal(decision.credential, matches(request, credentialShapes), message);
      assert.equal(decision.body, request.body === 'present', message);
      const isForeign = request.trust === 'public' || request.trust === 'untrusted';
      assert.equal(decision.headers, isForeign ? 'negotiation' : 'all', message);
    }
  });

test('there are 4,032 combinations, with every kind of decision', () => {
  assert.equal(every.length, 4032);
  const kinds = every
    .map(credentialPolicy)
    .map((decision) => (decision.kind === 'allowed' ? decision.credential : 'no'));
  assert.deepEqual(new Set(kinds), new Set([true, false, 'no']));
});

test('a refusal has a reason', () => {
  const refused: [Shape, string][] = [
    [{ trust: 'untrusted' }, 'the source names no such origin'],
    [
      { trust: 'untrusted', isRedirect: true, isEncrypted: false },
      'a redirect leads to plain http',
    ],
    [{ trust: 'public', method: 'DELETE' }, 'no DELETE leaves the source’s origins'],
    [{ trust: 'authenticated', body: 'present' }, 'no body leaves the baseUrl and the fhirUrl'],
    [{ purpose: 'kick-off', body: 'dropped' }, 'a redirect drops the parameters'],
  ];
  const plain: PolicyRequest = {
    ...{ purpose: 'status', method: 'GET', trust: 'api', isEncrypted: true, isRedirect: false },
    ...{ body: 'none', requiresAccessToken: undefined },
  };
  for (const [shape, reason] of refused)
    assert.deepEqual(credentialPolicy({ ...plain, ...shape }), { kind: 'refused', reason });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { type Hop, whatMayGo } from '../../../lambdas/fhir-server/what-may-go.ts';

/**
 * Every combination of what decides, against rules written down once more, as the shapes of requests
 * that must not leave and of those that carry the credential (invariant 7, rules 2, 3, 6, 7).
 */

const VALUES = {
  purpose: ['kick-off', 'status', 'cancel', 'group', 'file', 'attachment', 'capabilities'],
  method: ['GET', 'POST', 'PUT', 'DELETE'],
  place: ['own', 'files', 'open', 'foreign'],
  isEncrypted: [true, false],
  isRedirect: [true, false],
  body: ['none', 'present', 'lost'],
  requiresAccessToken: [true, false, undefined],
} as const satisfies { [Field in keyof Hop]: readonly Hop[Field][] };

const every = VALUES.purpose.flatMap((purpose) =>
  VALUES.method.flatMap((method) =>
    VALUES.place.flatMap((place) =>
      VALUES.isEncrypted.flatMap((isEncrypted) =>
        VALUES.isRedirect.flatMap((isRedirect) =>
          VALUES.body.flatMap((body) =>
            VALUES.requiresAccessToken.map(
              (requiresAccessToken): Hop => ({
                ...{ purpose, method, place, isEncrypted, isRedirect },
                ...{ body, requiresAccessToken },
              }),
            ),
          ),
        ),
      ),
    ),
  ),
);

type Shape = Partial<Hop>;
const at = <Field extends keyof Hop>(field: Field, values: readonly Hop[Field][], also: Shape) =>
  values.map((value): Shape => ({ [field]: value, ...also }));

const mustNotLeave: Shape[] = [
  // A link to a stranger, and plain http to one (P12, P14).
  { place: 'foreign', isRedirect: false },
  { place: 'foreign', isEncrypted: false },
  // Strangers and open places are asked by GET alone.
  ...at('method', ['POST', 'PUT', 'DELETE'], { place: 'foreign' }),
  ...at('method', ['POST', 'PUT', 'DELETE'], { place: 'open' }),
  // A body is for the source's own servers.
  ...at('place', ['files', 'open', 'foreign'], { body: 'present' }),
  // A kick-off is sent as it was asked or not at all (K8).
  { purpose: 'kick-off', body: 'lost' },
];

const carriesCredential: Shape[] = [
  ...at('purpose', ['kick-off', 'status', 'cancel', 'group', 'capabilities'], { place: 'own' }),
  ...at('purpose', ['kick-off', 'status', 'cancel', 'group'], { place: 'files' }),
  ...at('purpose', ['file', 'attachment'], { place: 'own', requiresAccessToken: true }),
  ...at('purpose', ['file', 'attachment'], { place: 'files', requiresAccessToken: true }),
];

const isOf = (hop: Hop, shapes: Shape[]) =>
  shapes.some((shape) => isDeepStrictEqual({ ...hop, ...shape }, hop));

for (const purpose of VALUES.purpose)
  test(`${purpose}: every combination goes, or not, with what the rules allow`, () => {
    for (const hop of every.filter((each) => each.purpose === purpose)) {
      const may = whatMayGo(hop);
      const told = JSON.stringify(hop);
      assert.equal(may.kind, isOf(hop, mustNotLeave) ? 'refused' : 'goes', told);
      if (may.kind === 'refused') continue;
      assert.equal(may.credential, isOf(hop, carriesCredential), told);
      assert.equal(may.body, hop.body === 'present', told);
      const isStrange = hop.place === 'open' || hop.place === 'foreign';
      assert.equal(may.headers, isStrange ? 'negotiation' : 'all', told);
    }
  });

test('there are 4,032 combinations, and some of each kind', () => {
  assert.equal(every.length, 4032);
  const kinds = every.map(whatMayGo).map((may) => (may.kind === 'goes' ? may.credential : 'no'));
  assert.deepEqual(new Set(kinds), new Set([true, false, 'no']));
});

test('a refusal says why', () => {
  const refused: [Shape, string][] = [
    [{ place: 'foreign' }, 'the source names no such origin'],
    [{ place: 'foreign', isRedirect: true, isEncrypted: false }, 'a redirect leads to plain http'],
    [{ place: 'open', method: 'DELETE' }, 'no DELETE leaves the source’s origins'],
    [{ place: 'files', body: 'present' }, 'no body leaves the baseUrl and the fhirUrl'],
    [{ purpose: 'kick-off', body: 'lost' }, 'a redirect drops what was asked for'],
  ];
  const plain: Hop = {
    ...{ purpose: 'status', method: 'GET', place: 'own', isEncrypted: true, isRedirect: false },
    ...{ body: 'none', requiresAccessToken: undefined },
  };
  for (const [shape, reason] of refused)
    assert.deepEqual(whatMayGo({ ...plain, ...shape }), { kind: 'refused', reason });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scopeOf } from '../../../lambdas/lake/scope-records.ts';
import { aRequest } from '../../fakes/builders.ts';

const types = (...names: string[]) => aRequest({ types: names });
const group = (id: string) => aRequest({ level: 'group', group: id });

test('the order of the types, and duplicates, do not change the scope', () => {
  const scope = scopeOf('acme', types('Patient', 'Condition'));
  assert.equal(scopeOf('acme', types('Condition', 'Patient')), scope);
  assert.equal(scopeOf('acme', types('Patient', 'Condition', 'Patient')), scope);
});

test('another source, level, group or type is another scope (W4)', () => {
  const scopes = [
    scopeOf('acme', aRequest()),
    scopeOf('birch', aRequest()),
    scopeOf('acme', aRequest({ level: 'patient' })),
    scopeOf('acme', group('a')),
    scopeOf('acme', group('b')),
    scopeOf('acme', types('Patient')),
    scopeOf('acme', types('Patient', 'Condition')),
  ];
  assert.equal(new Set(scopes).size, scopes.length);
});

const narrowed: Parameters<typeof aRequest>[0][] = [
  { typeFilters: ['Patient?active=true'] },
  { elements: ['id'] },
  { level: 'patient', patients: ['a'] },
  { includeAssociatedData: ['LatestProvenanceResources'] },
  { organizeOutputBy: 'Patient' },
  { until: '2026-01-01' },
  { parameters: { _a: 'b' } },
];
for (const narrow of narrowed)
  test(`${Object.keys(narrow ?? {}).at(-1)} makes another scope (W4)`, () => {
    const wide = aRequest(narrow?.level ? { level: narrow.level } : {});
    assert.notEqual(scopeOf('acme', aRequest(narrow)), scopeOf('acme', wide));
  });

test('no two filters of an export have the same scope', () => {
  const scopes = [
    ...narrowed,
    { elements: ['id', 'name'] },
    { includeAssociatedData: ['id'] },
    { parameters: { _a: 'c' } },
    { parameters: { _b: 'b' } },
    { until: '2026-01-02' },
  ].map((narrow) => scopeOf('acme', aRequest(narrow)));
  assert.equal(new Set(scopes).size, scopes.length);
});

test('the order of filters, elements and parameters, and duplicates, do not change the scope', () => {
  const scope = (request: Parameters<typeof aRequest>[0]) => scopeOf('acme', aRequest(request));
  assert.equal(scope({ elements: ['id', 'name'] }), scope({ elements: ['name', 'id', 'id'] }));
  const [a, b] = ['Patient?active=true', 'Patient?gender=a'];
  assert.equal(scope({ typeFilters: [a, b] }), scope({ typeFilters: [b, a] }));
  assert.equal(
    scope({ parameters: { _a: 'a', _b: 'b' } }),
    scope({ parameters: { _b: 'b', _a: 'a' } }),
  );
  assert.equal(scope({ parameters: { _a: 'a' } }), scope({ parameters: { _a: ['a'] } }));
});

test('mode and since do not change the scope', () => {
  const scope = scopeOf('acme', aRequest());
  assert.equal(scopeOf('acme', aRequest({ mode: 'full' })), scope);
  assert.equal(scopeOf('acme', aRequest({ since: '2026-01-01' })), scope);
});

test('a scope is sixteen digits of a hash, in which no id is readable', () => {
  assert.match(scopeOf('acme', group('members-of-mercy')), /^[0-9a-f]{16}$/);
});

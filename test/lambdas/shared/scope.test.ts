import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scopeOf } from '../../../lambdas/shared/scope.ts';
import { aRequest } from '../../fakes/builders.ts';

const types = (...names: string[]) => aRequest({ types: names });
const group = (id: string) => aRequest({ level: 'group', group: id });

test('the order of the types, and one named twice, change no scope', () => {
  const scope = scopeOf('acme', types('Patient', 'Condition'));
  assert.equal(scopeOf('acme', types('Condition', 'Patient')), scope);
  assert.equal(scopeOf('acme', types('Patient', 'Condition', 'Patient')), scope);
});

test('source, level, group and types each make another scope (W4)', () => {
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

test('mode and since leave the scope: such exports continue one another', () => {
  const scope = scopeOf('acme', aRequest());
  assert.equal(scopeOf('acme', aRequest({ mode: 'full' })), scope);
  assert.equal(scopeOf('acme', aRequest({ since: '2026-01-01' })), scope);
});

test('no id can be read in a scope: it is sixteen digits of a hash', () => {
  assert.match(scopeOf('acme', group('members-of-mercy')), /^[0-9a-f]{16}$/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aSource } from '../../fakes/builders.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

test('a source has one authenticator, so that its token is used again', () => {
  const { authenticators } = stepDeps();
  const source = aSource();
  assert.equal(authenticators('acme', source), authenticators('acme', source));
  assert.notEqual(authenticators('acme', source), authenticators('birch', source));
});

test('a source without a login sends nothing and has nothing to renew', async () => {
  const source = aSource({ auth: { kind: 'none' } });
  const login = stepDeps({ source }).authenticators('acme', source);
  assert.deepEqual(await login.headers('status'), {});
  assert.equal(await login.renew('status'), false);
});

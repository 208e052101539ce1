import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environmentSecrets, secretVariable } from '../../../local/commands/environment-secrets.ts';
import { aSource } from '../../fakes/builders.ts';

const withSecret = (secret: string) => aSource({ auth: { kind: 'client-headers', secret } });

test('a source finds its secret in the variable of its own name', () => {
  const sources = { 'acme-2': withSecret('sluice/acme'), birch: withSecret('sluice/birch') };
  assert.equal(secretVariable('acme-2'), 'SLUICE_SECRET_ACME_2');
  const environment = { SLUICE_SECRET_ACME_2: 'for acme', SLUICE_SECRET_BIRCH: 'for birch' };
  assert.deepEqual(environmentSecrets(sources, environment), {
    'sluice/acme': 'for acme',
    'sluice/birch': 'for birch',
  });
});

test('a variable that is empty or not set gives no secret, nor does a source without one', () => {
  const sources = {
    a: withSecret('a'),
    b: withSecret('b'),
    c: aSource({ auth: { kind: 'none' } }),
  };
  assert.deepEqual(environmentSecrets(sources, { SLUICE_SECRET_B: '', SLUICE_SECRET_C: 'x' }), {});
});

test('sources that share a secret share whichever variable is set', () => {
  const sources = { a: withSecret('shared'), b: withSecret('shared') };
  assert.deepEqual(environmentSecrets(sources, { SLUICE_SECRET_A: 'word' }), { shared: 'word' });
  assert.deepEqual(environmentSecrets(sources, { SLUICE_SECRET_B: 'word' }), { shared: 'word' });
});

test('sources that share a secret may not have different values, which the message keeps', () => {
  const sources = { a: withSecret('shared'), b: withSecret('shared') };
  const environment = { SLUICE_SECRET_A: 'one word', SLUICE_SECRET_B: 'another word' };
  assert.throws(() => environmentSecrets(sources, environment), {
    name: 'SettingsInvalid',
    message: 'SLUICE_SECRET_A and SLUICE_SECRET_B differ, and both are secret "shared"; set one',
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { storeSecret } from '../../../local/cloud/secrets-manager.ts';
import {
  environmentSecrets,
  secretVariable,
  sourceSecrets,
} from '../../../local/commands/source-secrets.ts';
import { aSource } from '../../fakes/builders.ts';

const lake = mkdtempSync(join(tmpdir(), 'sluice-secrets-'));
after(() => rmSync(lake, { recursive: true }));

const sources = {
  acme: aSource(),
  open: aSource({ auth: { kind: 'none' } }),
};

test('a credential in the environment is enough', () => {
  const secrets = sourceSecrets('acme', sources, lake, { SLUICE_SECRET_ACME: 'word' });
  assert.deepEqual(secrets, { 'sluice/acme': 'word' });
});

test('a source whose credential is nowhere is told which variable to set; no file is made', () => {
  assert.throws(() => sourceSecrets('acme', sources, lake, {}), {
    name: 'SettingsInvalid',
    message:
      'no credential for "acme": put the JSON of secret "sluice/acme" into the environment ' +
      'variable SLUICE_SECRET_ACME',
  });
  assert.deepEqual(readdirSync(lake), []);
});

test('a source without a credential needs none', () => {
  assert.deepEqual(sourceSecrets('open', sources, lake, {}), {});
});

test('a credential that the lake has kept is enough, too', () => {
  const rotated = { name: 'sluice/acme', value: 'word', version: '1' };
  storeSecret({ directory: lake, seeds: {} }, rotated);
  assert.deepEqual(sourceSecrets('acme', sources, lake, {}), {});
});

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

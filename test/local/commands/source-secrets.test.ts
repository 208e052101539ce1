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

test('a source without its credential is an error that names the variable; no file is created', () => {
  assert.throws(() => sourceSecrets('acme', sources, lake, {}), {
    name: 'SettingsInvalid',
    message:
      'no credential for "acme": set the environment variable SLUICE_SECRET_ACME to the JSON ' +
      'of secret "sluice/acme"',
  });
  assert.deepEqual(readdirSync(lake), []);
});

test('a source without a credential needs none', () => {
  assert.deepEqual(sourceSecrets('open', sources, lake, {}), {});
});

test('a credential that the lake has stored is enough', () => {
  const rotated = { name: 'sluice/acme', value: 'word', version: '1' };
  storeSecret({ directory: lake, seeds: {} }, rotated);
  assert.deepEqual(sourceSecrets('acme', sources, lake, {}), {});
});

const withSecret = (secret: string) => aSource({ auth: { kind: 'client-headers', secret } });

test('the secret of a source is in the variable of its name', () => {
  const sources = { 'acme-2': withSecret('sluice/acme'), birch: withSecret('sluice/birch') };
  assert.equal(secretVariable('acme-2'), 'SLUICE_SECRET_ACME_2');
  const environment = { SLUICE_SECRET_ACME_2: 'for acme', SLUICE_SECRET_BIRCH: 'for birch' };
  assert.deepEqual(environmentSecrets(sources, environment), {
    'sluice/acme': 'for acme',
    'sluice/birch': 'for birch',
  });
});

test('an empty or missing variable gives no secret, nor does a source without one', () => {
  const sources = {
    a: withSecret('a'),
    b: withSecret('b'),
    c: aSource({ auth: { kind: 'none' } }),
  };
  assert.deepEqual(environmentSecrets(sources, { SLUICE_SECRET_B: '', SLUICE_SECRET_C: 'x' }), {});
});

test('sources that share a secret use the variable of any of them', () => {
  const sources = { a: withSecret('shared'), b: withSecret('shared') };
  assert.deepEqual(environmentSecrets(sources, { SLUICE_SECRET_A: 'word' }), { shared: 'word' });
  assert.deepEqual(environmentSecrets(sources, { SLUICE_SECRET_B: 'word' }), { shared: 'word' });
});

test('different values for a shared secret are an error that does not show them', () => {
  const sources = { a: withSecret('shared'), b: withSecret('shared') };
  const environment = { SLUICE_SECRET_A: 'one word', SLUICE_SECRET_B: 'another word' };
  assert.throws(() => environmentSecrets(sources, environment), {
    name: 'SettingsInvalid',
    message:
      'SLUICE_SECRET_A and SLUICE_SECRET_B differ, but both are for secret "shared"; set one of them',
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { storeSecret } from '../../../local/cloud/secrets-manager.ts';
import { sourceSecrets } from '../../../local/commands/source-secrets.ts';
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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ofType, synthesized } from '../template.ts';
import { openSource, templateOver } from '../variant.ts';

const withSecret = {
  ...openSource,
  auth: { kind: 'client-headers', secret: 'sluice/shared' },
};

test('every credential has a secret with its name, encrypted with the data key, without a value', () => {
  const secrets = ofType('AWS::SecretsManager::Secret');
  assert.deepEqual(
    secrets.map(({ Properties }) => Properties.Name),
    ['sluice/acme', 'sluice/birch', 'sluice/cedar'],
  );
  for (const { Properties } of secrets) {
    assert.deepEqual(Properties.GenerateSecretString, {
      SecretStringTemplate: '{}',
      GenerateStringKey: 'placeholder',
    });
    assert.match(JSON.stringify(Properties.KmsKeyId), /KeysData/);
  }
});

test('a secret is retained when the stack is deleted', () => {
  for (const secret of ofType('AWS::SecretsManager::Secret'))
    assert.equal(secret.DeletionPolicy, 'Retain');
});

test('two sources with one credential share its secret', () => {
  const template = templateOver({ one: withSecret, other: withSecret });
  template.resourceCountIs('AWS::SecretsManager::Secret', 1);
});

test('a source without a credential gets no secret, and no function can read secrets', () => {
  const template = templateOver({ open: openSource });
  template.resourceCountIs('AWS::SecretsManager::Secret', 0);
  assert.ok(!JSON.stringify(template.toJSON()).includes('secretsmanager:'));
});

test('nothing in the template looks like the value of a secret', () => {
  assert.deepEqual(literalSecrets(synthesized.Resources, ''), []);
  assert.deepEqual(literalSecrets({ Fn: { Api_Key: 'x', SecretString: 'y' } }, ''), [
    '.Fn.Api_Key',
    '.Fn.SecretString',
  ]);
});

/** Paths of strings under a key that names a secret. */
function literalSecrets(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    typeof each === 'string' && /(secret|secretstring|password|token|api_?key)$/i.test(key)
      ? [`${path}.${key}`]
      : literalSecrets(each, `${path}.${key}`),
  );
}

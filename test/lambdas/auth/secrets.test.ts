import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSecret } from '../../../lambdas/auth/secrets.ts';
import { ClientSecret } from '../../../lambdas/auth/static-credentials.ts';
import { memorySecrets } from '../../fakes/memory-secrets.ts';

/** The message that a secret of that text is refused with. */
async function refusal(text: string): Promise<string> {
  const secrets = memorySecrets();
  secrets.values.set('sluice/acme', text);
  try {
    await readSecret('sluice/acme', ClientSecret, secrets);
    return 'accepted';
  } catch (error) {
    assert(error instanceof Error && error.name === 'SettingsInvalid', String(error));
    return error.message;
  }
}

const cases: [string, string, string][] = [
  ['no fields', '{}', 'client_id, client_secret'],
  ['one field', '{"client_id":"marker"}', 'client_secret'],
  ['an empty field', '{"client_id":"marker","client_secret":""}', 'client_secret'],
  ['a number', '{"client_id":7,"client_secret":"marker"}', 'client_id'],
  ['no JSON', '{"client_secret":"marker', 'a JSON object'],
  ['plain text', 'marker', 'a JSON object'],
  ['a list', '["marker"]', 'a JSON object'],
  ['nothing', '', 'a JSON object'],
];
for (const [what, text, fields] of cases)
  test(`a secret of ${what} is refused by what it lacks, never by what it holds`, async () => {
    assert.equal(await refusal(text), `secret "sluice/acme" lacks ${fields}`);
  });

test('a secret may hold more than is asked for', async () => {
  const secrets = memorySecrets({ a: { client_id: 'x', client_secret: 'y', note: 'z' } });
  const { client_id, note } = await readSecret('a', ClientSecret, secrets);
  assert.deepEqual([client_id, note], ['x', 'z']);
});

test('a secret that does not exist is the error of the store', async () => {
  await assert.rejects(readSecret('a', ClientSecret, memorySecrets()), { name: 'SettingsInvalid' });
});

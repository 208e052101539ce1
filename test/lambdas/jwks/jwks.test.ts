import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { publicKeySet } from '../../../lambdas/auth/smart/signer.ts';
import { handler, withKeySets } from '../../../lambdas/jwks/handler.ts';
import { keySetFile, keySetFolder, readKeySets } from '../../../lambdas/jwks/key-sets.ts';
import { memorySecrets, memorySigningKeys } from '../../fakes/memory-secrets.ts';
import { privateJwk, testKeys } from '../../fakes/test-keys.ts';
import { scratchFolder } from '../../infra/scratch.ts';

const privateSet = { keys: [privateJwk(testKeys.ec, 'ES384', 'first')] };
const publicSet = await publicKeySet(
  { kind: 'secret', secret: 'a' },
  { secrets: memorySecrets({ a: privateSet }), signingKeys: memorySigningKeys() },
);

const asked = (source: string) => ({ pathParameters: { source } });

test('a source’s public keys are served as JSON that may be cached for 15 minutes (rule 9)', async () => {
  const answer = await withKeySets(new Map([['acme', publicSet]]))(asked('acme'));
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(JSON.parse(answer.body), publicSet);
  assert.deepEqual(answer.headers, {
    'content-type': 'application/json',
    'cache-control': 'public, max-age=900',
  });
});

for (const source of ['birch', '', '../sources', '__proto__', 'ACME'])
  test(`"${source}" is SourceUnknown`, async () => {
    const answer = await withKeySets(new Map([['acme', publicSet]]))(asked(source));
    assert.deepEqual([answer.statusCode, answer.body], [404, '{"error":"SourceUnknown"}']);
    assert.equal(answer.headers['cache-control'], 'no-store');
  });

test('the Lambda serves the files beside its bundle', async (t) => {
  const folder = scratchFolder(t);
  writeFileSync(keySetFile(folder, 'acme'), JSON.stringify(publicSet));
  process.env.JWKS_FOLDER = folder;
  t.after(() => delete process.env.JWKS_FOLDER);
  assert.equal((await handler(asked('acme'))).statusCode, 200);
});

test('the files are in a folder beside the settings; without it there are none', (t) => {
  const folder = keySetFolder(join(scratchFolder(t), 'sources.json'));
  assert.equal(readKeySets(folder).size, 0);
  mkdirSync(folder);
  writeFileSync(keySetFile(folder, 'acme'), JSON.stringify(publicSet));
  writeFileSync(join(folder, 'notes.txt'), 'of an operator');
  assert.deepEqual([...readKeySets(folder)], [['acme', publicSet]]);
});

for (const [what, text] of Object.entries({
  'a private key': JSON.stringify(privateSet),
  'no key': '{"keys":[]}',
  'no JSON': '<html>',
}))
  test(`${what} in a key set file is refused, with what to do and no value (rule 9)`, (t) => {
    const folder = scratchFolder(t);
    const file = keySetFile(folder, 'acme');
    writeFileSync(file, text);
    assert.throws(() => readKeySets(folder), {
      name: 'SettingsInvalid',
      message: `${file} is not a public JWK Set; write it again: npm run jwks -- --source acme --write`,
    });
  });

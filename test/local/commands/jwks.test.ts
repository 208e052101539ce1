import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PublicJwkSet } from '../../../lambdas/auth/smart/jose.ts';
import { parsePrivateKeySet } from '../../../lambdas/auth/smart/signer.ts';
import { listen } from '../../../local/cloud/listen.ts';
import { privateJwk, testKeys } from '../../fakes/test-keys.ts';
import { cloudOver } from '../cloud/local-cloud.ts';
import { runProgram } from './run-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-jwks-'));
after(() => rmSync(folder, { recursive: true }));

const source = (auth: object) => ({ dialect: '1up-ste', baseUrl: 'https://fhir.example/r4', auth });
const smart = (key: object) => source({ kind: 'smart-backend', clientId: 'test-client', key });
const sources = {
  secret: smart({ kind: 'secret', secret: 'sluice/secret' }),
  kms: smart({ kind: 'kms', keys: [{ key: 'alias/acme', alg: 'ES384' }] }),
  open: source({ kind: 'none' }),
};
writeFileSync(join(folder, 'sources.json'), JSON.stringify({ sources }));
const privateSet = {
  keys: [privateJwk(testKeys.ec, 'ES384', 'first'), privateJwk(testKeys.rsa, 'RS384', 'second')],
};
const environment = { SLUICE_SECRET_SECRET: JSON.stringify(privateSet) };
const places = ['--sources', join(folder, 'sources.json'), '--lake', join(folder, 'lake')];

const jwks = (args: string[], variables: Record<string, string> = environment) =>
  runProgram({ name: 'jwks', args: [...args, ...places], environment: variables });
const kidsIn = (json: string) => PublicJwkSet.parse(JSON.parse(json)).keys.map(({ kid }) => kid);

test('the public keys of a secret are printed, and written to be deployed (rule 9)', async () => {
  const { exitStatus, stdout, stderr } = await jwks(['--source', 'secret', '--write']);
  assert.equal(exitStatus, 0, stderr);
  assert.deepEqual(kidsIn(stdout), ['first', 'second']);
  const file = join(folder, 'jwks', 'secret.json');
  assert.equal(readFileSync(file, 'utf8'), stdout);
  assert.match(
    stderr,
    /^stored in .*secret\.json; npm run deploy publishes it at \/jwks\/secret$/m,
  );
});

test('keys in KMS are those of this lake, and with --aws those of the account', async () => {
  const ours = await jwks(['--source', 'kms']);
  assert.equal(ours.exitStatus, 0, ours.stderr);
  assert.deepEqual(kidsIn((await jwks(['--source', 'kms'])).stdout), kidsIn(ours.stdout));
  const account = await listen(
    cloudOver(join(folder, 'account'), { expectedKeys: { 'alias/acme': 'ECC_NIST_P384' } }),
  );
  const variables = {
    AWS_ENDPOINT_URL: account.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test-client',
    AWS_SECRET_ACCESS_KEY: 'test-client',
  };
  const theirs = await jwks(['--source', 'kms', '--aws', '--write'], variables);
  await account.close();
  assert.equal(theirs.exitStatus, 0, theirs.stderr);
  assert.notDeepEqual(kidsIn(theirs.stdout), kidsIn(ours.stdout));
  assert.equal(readFileSync(join(folder, 'jwks', 'kms.json'), 'utf8'), theirs.stdout);
});

test('a new key is appended to a file that only its owner can read, and is not printed', async () => {
  const file = join(folder, 'private.json');
  for (const alg of ['RS384', 'ES384']) {
    const { exitStatus, stdout, stderr } = await jwks(
      ['--source', 'secret', '--new', alg, '--to', file],
      {},
    );
    assert.equal(exitStatus, 0, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, /^key [\w-]{43} is in .*private\.json, .* secret "sluice\/secret" .*$/m);
  }
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const keys = parsePrivateKeySet(readFileSync(file, 'utf8'), file);
  assert.deepEqual(
    keys.map(({ alg }) => alg),
    ['RS384', 'ES384'],
  );
  const [rsa, ec] = keys.map(({ key }) => key.asymmetricKeyDetails);
  assert.deepEqual([rsa?.modulusLength, ec?.namedCurve], [3072, 'secp384r1']);
});

const notASet = join(folder, 'not-a-set.json');
writeFileSync(notASet, '{"keys":"marker"}');
const wrong: [string, string[], RegExp][] = [
  ['no source', [], /^--source is missing$/m],
  ['a login without keys', ['--source', 'open'], /login of "open" is none; only smart-backend/],
  [
    'a missing secret',
    ['--source', 'secret'],
    /set the environment variable SLUICE_SECRET_SECRET to /m,
  ],
  ['writing the keys of a lake', ['--source', 'kms', '--write'], /^--write: .*add --aws$/m],
  [
    'another algorithm',
    ['--source', 'secret', '--new', 'RS256'],
    /^--new: must be RS384 or ES384$/m,
  ],
  [
    'a new key without a file',
    ['--source', 'secret', '--new', 'ES384'],
    /^--to: must name the file/m,
  ],
  [
    'a file without --new',
    ['--source', 'secret', '--to', notASet],
    /^--new: must be RS384 or ES384$/m,
  ],
  [
    'a new key in KMS',
    ['--source', 'kms', '--new', 'ES384', '--to', notASet],
    /aws kms create-key --key-usage SIGN_VERIFY --key-spec ECC_NIST_P384$/m,
  ],
  [
    'a file that is not a private JWK Set',
    ['--source', 'secret', '--new', 'ES384', '--to', notASet],
    /not-a-set\.json needs keys: a list of private JWKs$/m,
  ],
];
for (const [what, args, says] of wrong)
  test(`${what} ends in exit status 2 and says what to do`, async () => {
    const { exitStatus, stdout, stderr } = await jwks(args, {});
    assert.equal(exitStatus, 2, stderr);
    assert.match(stderr, says);
    assert.doesNotMatch(stderr, /marker|^\s+at /m);
    assert.equal(stdout, '');
    assert.equal(readFileSync(notASet, 'utf8'), '{"keys":"marker"}');
  });

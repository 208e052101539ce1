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

const tokenUrl = 'https://auth.example/token';
const SECRET = {
  client_id: 'test-client',
  client_secret: 'test-word',
  refresh_token: 'test-refresh',
};

function login(dialect: '1up-ste' | '1up-mte') {
  const auth = { kind: 'bearer-refresh' as const, secret: 'sluice/acme', tokenUrl, userId: '77' };
  const token = { access_token: 'test-access', token_type: 'Bearer', expires_in: 7200 };
  const source = aSource({ dialect, auth });
  const routes = { [`POST ${tokenUrl}`]: { body: JSON.stringify(token) } };
  const deps = stepDeps({ source, routes, secrets: { 'sluice/acme': SECRET } });
  return { ...deps, login: deps.authenticators('acme', source) };
}

const bearer = { authorization: 'Bearer test-access' };

test('single tenant asks for its status with Bearer and for files with client headers', async () => {
  const { login: ste, http } = login('1up-ste');
  assert.deepEqual(await ste.headers('file'), {
    client_id: 'test-client',
    client_secret: 'test-word',
    'x-oneup-user-id': '77',
  });
  assert.equal(http.requests.length, 0);
  for (const purpose of ['kick-off', 'status', 'cancel', 'group'] as const)
    assert.deepEqual(await ste.headers(purpose), bearer);
});

test('a 401 to a file of single tenant reads the secret again and refreshes no token', async () => {
  const { login: ste, http, secrets } = login('1up-ste');
  await ste.headers('file');
  assert.equal(await ste.renew('file'), false);
  await secrets.write('sluice/acme', JSON.stringify({ ...SECRET, client_secret: 'test-new' }));
  assert.equal(await ste.renew('file'), true);
  assert.equal((await ste.headers('file')).client_secret, 'test-new');
  assert.equal(http.requests.length, 0);
});

test('multi tenant serves files to the Bearer token', async () => {
  assert.deepEqual(await login('1up-mte').login.headers('file'), bearer);
});

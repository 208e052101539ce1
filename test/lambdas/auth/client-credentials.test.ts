import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientCredentials } from '../../../lambdas/auth/client-credentials.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memorySecrets } from '../../fakes/memory-secrets.ts';
import { type Scripted, scriptedHttp } from '../../fakes/scripted-http.ts';

const tokenUrl = 'https://auth.example/token';
const SECRET = { client_id: 'test-client', client_secret: 'test-word' };

type Settings = { scope?: string; send?: 'body' | 'basic' };

/** A token endpoint that numbers its tokens; each lives for 1,000 seconds. */
function world(settings: Settings = {}, first: Scripted[] = []) {
  let issued = 0;
  const issue = () => {
    issued += 1;
    const token = { access_token: `test-${issued}`, token_type: 'Bearer', expires_in: 1000 };
    return { body: JSON.stringify(token) };
  };
  const clock = manualClock();
  const http = scriptedHttp({ [`POST ${tokenUrl}`]: [...first, issue] });
  const secrets = memorySecrets({ a: SECRET });
  const kind = 'client-credentials' as const;
  const login = clientCredentials(
    { kind, secret: 'a', tokenUrl, private: false, send: 'body', ...settings },
    { http, clock, secrets },
  );
  const token = async () => (await login.headers('status')).authorization;
  return { clock, http, secrets, login, token };
}

test('one token serves many requests, also concurrent ones', async () => {
  const { token, http } = world();
  assert.deepEqual(await Promise.all([token(), token()]), ['Bearer test-1', 'Bearer test-1']);
  assert.equal(await token(), 'Bearer test-1');
  assert.equal(http.requests.length, 1);
});

test('id and secret are sent in the form, and a scope only where the settings name one', async () => {
  const form = 'grant_type=client_credentials&client_id=test-client&client_secret=test-word';
  const plain = world();
  await plain.token();
  assert.equal(plain.http.requests[0]?.body, form);
  const scoped = world({ scope: 'bulk-data' });
  await scoped.token();
  assert.equal(scoped.http.requests[0]?.body, `${form}&scope=bulk-data`);
});

test('with HTTP Basic, id and secret are sent form-encoded in a header, and not in the form', async () => {
  const { token, http, secrets } = world({ send: 'basic' });
  await secrets.write('a', JSON.stringify({ client_id: 'test:client', client_secret: 'ä b' }));
  await token();
  const [request] = http.requests;
  assert.equal(request?.body, 'grant_type=client_credentials');
  const [scheme, encoded = ''] = request?.headers.authorization?.split(' ') ?? [];
  assert.equal(scheme, 'Basic');
  assert.equal(Buffer.from(encoded, 'base64').toString(), 'test%3Aclient:%C3%A4+b');
});

test('a token is used up to 80 % of its life and not after (P6)', async () => {
  const { token, clock } = world();
  await token();
  clock.advance(799);
  assert.equal(await token(), 'Bearer test-1');
  clock.advance(1);
  assert.equal(await token(), 'Bearer test-2');
  assert.equal(await token(), 'Bearer test-2');
});

test('a 401 gets a new token, also where the old one is fresh', async () => {
  const { token, login } = world();
  await token();
  assert.equal(await login.renew('status'), true);
  assert.equal(await token(), 'Bearer test-2');
});

test('requests whose token has expired, or was refused, wait for one new token', async () => {
  const { token, login, clock, http } = world();
  await token();
  clock.advance(1000);
  assert.deepEqual(await Promise.all([token(), token()]), ['Bearer test-2', 'Bearer test-2']);
  const renewals = [login.renew('file'), login.renew('file')];
  assert.equal(await token(), 'Bearer test-3');
  assert.deepEqual(await Promise.all(renewals), [true, true]);
  assert.equal(http.requests.length, 3);
});

test('no refresh token is used, also where one is given (rule 10)', async () => {
  const given = { access_token: 'x', token_type: 'Bearer', expires_in: 10, refresh_token: 'test' };
  const { token, clock, http } = world({}, [{ body: JSON.stringify(given) }]);
  await token();
  clock.advance(10);
  await token();
  for (const { body } of http.requests) assert.match(body ?? '', /^grant_type=client_credentials&/);
});

test('the secret is read for each token, so that a new one serves at once', async () => {
  const { token, login, secrets, http } = world();
  await token();
  await secrets.write('a', JSON.stringify({ ...SECRET, client_secret: 'test-new' }));
  await login.renew('status');
  assert.match(http.requests[1]?.body ?? '', /client_secret=test-new$/);
});

test('a token endpoint that failed once is asked again', async () => {
  const { token } = world({}, [{ status: 503 }]);
  await assert.rejects(token(), { name: 'ServerUnavailable' });
  assert.equal(await token(), 'Bearer test-1');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneUpGateway, oneUpMte, oneUpSte } from '../../../../lambdas/shared/dialects/one-up.ts';
import { oneUpKickOff } from '../../../../lambdas/shared/dialects/one-up-kick-off.ts';
import { aRequest, aSource, BASE_URL } from '../../../fakes/builders.ts';

const source = aSource();
const url = (request = aRequest(), since: string | null = null, from = source) =>
  oneUpKickOff(from, request, since).url;

test('without parameters all is asked for', () => {
  assert.deepEqual(oneUpKickOff(source, aRequest(), null), {
    url: `${BASE_URL}/$export`,
    headers: { accept: 'application/json' },
  });
});

test('types are one list with commas and no spaces (oneup-api 5)', () => {
  const request = aRequest({ types: ['Patient', 'Condition'] });
  assert.equal(url(request), `${BASE_URL}/$export?_type=Patient,Condition`);
});

test('the since is sent as it is, percent-encoded (K12)', () => {
  const since = '2026-11-21T03:00:00.123+05:30';
  const asked = url(aRequest({ types: ['Patient'] }), since);
  assert.equal(
    asked,
    `${BASE_URL}/$export?_type=Patient&_since=2026-11-21T03%3A00%3A00.123%2B05%3A30`,
  );
  assert.equal(new URL(asked).searchParams.get('_since'), since);
});

test('a group is in the path', () => {
  const request = aRequest({ level: 'group', group: 'a.1' });
  assert.equal(url(request), `${BASE_URL}/Group/a.1/$export`);
});

test('a base with a slash at its end gives the same URL', () => {
  const slashed = aSource({ baseUrl: `${BASE_URL}/` });
  assert.equal(url(aRequest(), null, slashed), `${BASE_URL}/$export`);
});

test('the patient level is refused: 1upHealth documents none', () => {
  const request = aRequest({ level: 'patient' });
  for (const dialect of [oneUpSte, oneUpMte, oneUpGateway])
    assert.throws(() => dialect.kickOff(source, request, null), { name: 'SettingsInvalid' });
});

test('multi tenant exports groups to client headers only (oneup-api 3)', () => {
  const group = aRequest({ level: 'group', group: 'a' });
  const auth = {
    kind: 'client-credentials',
    secret: 'a',
    tokenUrl: 'https://auth.example',
  } as const;
  const bearer = aSource({ auth });
  assert.throws(() => oneUpMte.kickOff(bearer, group, null), { name: 'SettingsInvalid' });
  assert.equal(oneUpMte.kickOff(source, group, null).url, `${BASE_URL}/Group/a/$export`);
  assert.equal(oneUpMte.kickOff(bearer, aRequest(), null).url, `${BASE_URL}/$export`);
  assert.equal(oneUpSte.kickOff(bearer, group, null).url, `${BASE_URL}/Group/a/$export`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Source } from '../../../lambdas/settings/source.ts';
import { bearerLogin } from '../../../local/servers/auth/login.ts';
import type { ServerRequest } from '../../../local/servers/http/server.ts';
import { assertLanded, BASE_URL, OPEN_ORIGIN, openHl7World, TYPES } from './hl7-world.ts';

const login = bearerLogin('test-word');
const withToken = {
  source: { auth: { kind: 'static-bearer', secret: 'test/bearer' } },
  secrets: { 'test/bearer': JSON.stringify({ token: 'test-word' }) },
};
const hasToken = ({ headers }: ServerRequest) => headers.authorization === 'Bearer test-word';

test('kick-off, status, files and DELETE each have the token (rule 2)', async () => {
  const world = await openHl7World({ server: () => ({ version: 'v3', login }), ...withToken });
  assertLanded(world, await world.run('hl7', { types: TYPES }));
  const kinds = world.server.requests.filter(hasToken).map(({ method, url }) => {
    const [, kind = ''] = /(metadata|\$export|jobs|files)/.exec(url.pathname) ?? [];
    return `${method} ${kind}`;
  });
  const all = new Set(['GET metadata', 'GET $export', 'GET jobs', 'GET files', 'DELETE jobs']);
  assert.deepEqual(new Set(kinds), all);
  await world.close();
});

test('links by plain http are requested by TLS all the same (rule 1)', async () => {
  const world = await openHl7World({
    server: () => ({ version: 'v3', fileOrigin: () => 'http://fhir.example' }),
  });
  assertLanded(world, await world.run('hl7', { types: TYPES }));
  assert.ok(world.server.requests.every(({ url }) => url.protocol === 'https:'));
  await world.close();
});

test('a source at plain http must be private (rule 1)', () => {
  const source = { dialect: 'bulk-data', baseUrl: 'http://fhir.example', auth: { kind: 'none' } };
  const [issue] = Source.safeParse(source).error?.issues ?? [];
  assert.deepEqual(
    [issue?.path, Source.safeParse({ ...source, private: true }).success],
    [['baseUrl'], true],
  );
});

test('files at another host get the token if the source names that host (rule 5)', async () => {
  const world = await openHl7World({
    server: () => ({ version: 'v3', login, fileOrigin: () => OPEN_ORIGIN }),
    secrets: withToken.secrets,
    source: { ...withToken.source, fileOrigins: [OPEN_ORIGIN], openOrigins: [] },
  });
  assertLanded(world, await world.run('hl7', { types: TYPES }));
  const files = world.server.requests.filter(({ url }) => url.origin === OPEN_ORIGIN);
  assert.ok(files.length > 0 && files.every(hasToken));
  await world.close();
});

test('nothing is requested at a host that the source does not name (rule 5)', async () => {
  const world = await openHl7World({
    server: () => ({ version: 'v3', login, fileOrigin: () => OPEN_ORIGIN }),
    secrets: withToken.secrets,
    source: { ...withToken.source, openOrigins: [] },
  });
  const { error } = await world.run('hl7', { types: TYPES });
  assert.equal(error?.name, 'LinkRefused');
  assert.ok(world.server.requests.every(({ url }) => BASE_URL.startsWith(url.origin)));
  await world.close();
});

test('a file that is redirected to storage is fetched there without the token (rule 7)', async () => {
  const world = await openHl7World({
    server: () => ({ version: 'v3', login, redirectFilesTo: () => OPEN_ORIGIN }),
    ...withToken,
  });
  assertLanded(world, await world.run('hl7', { types: TYPES }));
  const stored = world.server.requests.filter(({ url }) => url.origin === OPEN_ORIGIN);
  assert.ok(
    stored.length > 0 && stored.every(({ headers }) => headers.authorization === undefined),
  );
  const first = world.server.requests.filter(({ url }) => url.pathname.startsWith('/files/'));
  assert.ok(first.every(hasToken), 'the redirecting server got the token');
  await world.close();
});

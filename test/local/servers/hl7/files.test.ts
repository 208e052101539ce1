import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { bearerLogin } from '../../../../local/servers/auth/login.ts';
import type { BulkServer } from '../../../../local/servers/http/server.ts';
import { expected } from '../expected.ts';
import { codeOf, send } from '../send.ts';
import { anHl7Server, finished, manifestIn, polled, started, texts } from './hl7-server.ts';

const FILES = 'https://files.example';
const STORE = 'https://store.example';
const authorization = 'Bearer some-word';
const login = bearerLogin('some-word');
const asked = { headers: { authorization } };

async function bytesOf(server: BulkServer, url: string, headers: Record<string, string>) {
  const answer = await server.handle({ method: 'GET', url: new URL(url), headers, body: '' });
  if (!(answer.body instanceof Readable)) throw new Error('no stream');
  return { ...answer, bytes: await buffer(answer.body) };
}

test('files are NDJSON, on their own origin, the same however often fetched (rule 44)', async () => {
  const { server, population, clock } = anHl7Server({ fileOrigin: () => FILES });
  const { output } = await finished(server);
  assert.ok(output.every(({ url }) => new URL(url).origin === FILES));
  const [first] = output;
  const served = await send(server, first?.url ?? '');
  assert.equal(served.headers['content-type'], 'application/fhir+ndjson');
  for (let times = 0; times < 2; times += 1)
    assert.deepEqual(await texts(server, output), expected(population, { until: clock.now() }));
});

test('with requiresAccessToken files need the token, on another origin, too (rule 2)', async () => {
  const { server } = anHl7Server({ login, fileOrigin: () => FILES });
  const { output } = await finished(server, '/fhir/$export', asked);
  const [{ url } = { url: '' }] = output;
  assert.equal((await send(server, url, { headers: {} })).status, 401);
  assert.equal((await send(server, url, asked)).status, 200);
});

test('without it links are capability URLs, which refuse a token and another signature (rules 3, 4)', async () => {
  const { server } = anHl7Server({ login, requiresAccessToken: false, fileOrigin: () => FILES });
  const { output, requiresAccessToken } = await finished(server, '/fhir/$export', asked);
  assert.equal(requiresAccessToken, false);
  const [{ url } = { url: '' }, { url: other } = { url: '' }] = output;
  assert.match(new URL(url).search, /^\?signature=[\w-]{43}$/);
  assert.equal((await send(server, url, { headers: {} })).status, 200);
  const leaked = await send(server, url, asked);
  assert.deepEqual([leaked.status, codeOf(leaked)], [400, 'security']);
  for (const search of ['', '?signature=x', new URL(other).search]) {
    const forged = url.replace(/\?.*/, search);
    assert.equal((await send(server, forged, { headers: {} })).status, 403);
  }
});

test('a file is compressed where server and client support it (rule 43)', async () => {
  for (const gzip of [true, false]) {
    const { server } = anHl7Server({ gzip });
    const { output } = await finished(server);
    const [{ url } = { url: '' }] = output;
    const plain = await bytesOf(server, url, {});
    assert.equal(plain.headers['content-encoding'], undefined);
    const served = await bytesOf(server, url, { 'accept-encoding': 'br, gzip;q=0.5' });
    assert.equal(served.headers['content-encoding'], gzip ? 'gzip' : undefined);
    assert.deepEqual(gzip ? gunzipSync(served.bytes) : served.bytes, plain.bytes);
  }
});

test('files may be redirected to a storage, which accepts a signed link and no token (rule 7, D22)', async () => {
  const { server } = anHl7Server({ login, redirectFilesTo: () => STORE });
  const { output } = await finished(server, '/fhir/$export?_type=Patient', asked);
  const [{ url } = { url: '' }] = output;
  assert.equal((await send(server, url, { headers: {} })).status, 401);
  const redirected = await send(server, url, asked);
  assert.equal(redirected.status, 302);
  const location = redirected.headers.location ?? '';
  assert.equal(new URL(location).origin, STORE);
  assert.equal((await send(server, location, asked)).status, 400);
  const served = await send(server, location, { headers: {} });
  assert.deepEqual([served.status, served.text.split('\n').length], [200, 21]);
  assert.equal((await send(server, location.split('?')[0] ?? '', { headers: {} })).status, 403);
});

test('links expire, and the manifest then has new ones for the same files in the same order (rule 45, D18)', async () => {
  for (const expiredLink of [403, 404, 410] as const) {
    const { server, clock } = anHl7Server({ linkSeconds: 600, expiredLink });
    const statusUrl = await started(server);
    const first = manifestIn(await polled(server, statusUrl));
    const before = await texts(server, first.output);
    clock.pass(599);
    assert.deepEqual(manifestIn(await send(server, statusUrl)), first);
    clock.pass(1);
    const [{ url } = { url: '' }] = first.output;
    const over = await send(server, url);
    assert.deepEqual([over.status, codeOf(over)], [expiredLink, 'expired']);
    const fresh = await send(server, statusUrl);
    assert.equal(fresh.headers.expires, new Date(clock.now().getTime() + 600_000).toUTCString());
    const { output } = manifestIn(fresh);
    assert.deepEqual(
      output.map(({ url: _, ...rest }) => rest),
      first.output.map(({ url: _, ...rest }) => rest),
    );
    assert.ok(output.every((entry, nth) => entry.url !== first.output[nth]?.url));
    assert.deepEqual(await texts(server, output), before);
    assert.equal((await send(server, url)).status, expiredLink);
  }
});

test('a file of a removed job is 404, and so is an unknown file', async () => {
  const { server } = anHl7Server();
  const statusUrl = await started(server);
  const { output } = manifestIn(await polled(server, statusUrl));
  const [{ url } = { url: '' }] = output;
  for (const name of ['output-09999.ndjson', 'output-1.ndjson', 'secret-00001.ndjson'])
    assert.equal((await send(server, url.replace(/[^/]+$/, name))).status, 404);
  await send(server, statusUrl, { method: 'DELETE' });
  assert.equal((await send(server, url)).status, 404);
});

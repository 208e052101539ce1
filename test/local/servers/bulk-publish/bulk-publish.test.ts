import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { basicLogin } from '../../../../local/servers/auth/login.ts';
import { bulkPublish } from '../../../../local/servers/bulk-publish/bulk-publish.ts';
import type { BulkPublishOptions } from '../../../../local/servers/bulk-publish/options.ts';
import { aCustomer } from '../customer.ts';
import { expected } from '../expected.ts';
import { send } from '../send.ts';

const ROOT = '/fhir/$bulk-publish';
const TYPES = ['Patient', 'Encounter', 'Condition'];
const Files = z.array(z.strictObject({ type: z.string().optional(), url: z.url() })).default([]);
/** BulkPublishManifest of the v4 ballot. */
const Page = z.strictObject({
  manifestType: z.literal(
    'http://hl7.org/fhir/uv/bulkdata/StructureDefinition/BulkPublishManifest',
  ),
  transactionTime: z.iso.datetime(),
  updateCadence: z.iso.duration().optional(),
  requiresAccessToken: z.boolean(),
  output: Files,
  deleted: Files,
  link: z.tuple([z.strictObject({ relation: z.literal('next'), url: z.string() })]).optional(),
});

function aPublisher(options: Partial<BulkPublishOptions> = {}) {
  const { clock, population } = aCustomer();
  const server = bulkPublish({ clock, population, types: TYPES, linesPerFile: 20, ...options });
  const get = (link: string, headers: Record<string, string> = {}) =>
    send(server, link, { headers });
  const page = async (link: string) => Page.parse(JSON.parse((await get(link)).text));
  const next = async (link: string) => (await page(link)).link?.[0].url ?? '';
  /** Every page of the chain, from that one on. */
  const walk = async (link: string) => {
    const pages = [await page(link)];
    for (let url = await next(link); url.startsWith('https:'); url = await next(url))
      pages.push(await page(url));
    return pages;
  };
  const texts = async (pages: z.infer<typeof Page>[]) => {
    const all: Record<string, string> = {};
    for (const { type = '', url } of pages.flatMap(({ output }) => output))
      all[type] = (all[type] ?? '') + (await get(url)).text;
    return all;
  };
  return { clock, population, server, get, page, next, walk, texts };
}

test('the root and its pages list everything, as of one time', async () => {
  const { walk, texts, population, clock } = aPublisher({ filesPerPage: 2 });
  const pages = await walk(ROOT);
  assert.ok(pages.length > 2 && pages.every(({ output }) => output.length <= 2));
  assert.equal(new Set(pages.map(({ transactionTime }) => transactionTime)).size, 1);
  const all = expected(population, { until: clock.now() }, TYPES);
  assert.ok(isDeepStrictEqual(await texts(pages), all));
  assert.equal(pages.at(-1)?.link, undefined);
});

test('the root is never pending: it links to a stub without files, of the same time', async () => {
  const { page, next } = aPublisher({ updateSeconds: 3600 });
  const stub = await next(ROOT);
  const { output, transactionTime, link } = await page(stub);
  assert.deepEqual([output, link?.[0].url], [[], '#pending']);
  assert.equal(transactionTime, (await page(ROOT)).transactionTime);
});

test('the pending page links to each update, which lists the changes', async () => {
  const { clock, population, walk, texts } = aPublisher({
    ...{ updateSeconds: 3600, filesPerPage: 2, deletions: 3 },
  });
  const begun = clock.now();
  const before = (await walk(ROOT)).length;
  clock.pass(3600);
  const update = (await walk(ROOT)).slice(before);
  assert.ok(update.length > 1, 'of several pages');
  const changes = expected(population, { since: begun, until: clock.now() }, TYPES);
  assert.ok(isDeepStrictEqual(await texts(update), changes));
  assert.equal(update.at(-1)?.link?.[0].url, '#pending');
  assert.deepEqual(update.map(({ deleted }) => deleted.length).filter(Boolean), [1]);
  clock.pass(7200);
  const times = new Set((await walk(ROOT)).map(({ transactionTime }) => transactionTime));
  assert.equal(times.size, 4);
});

test('a refreshed snapshot and the old chain lead to the same updates', async () => {
  const { clock, server, next, walk } = aPublisher({ updateSeconds: 3600 });
  const stub = await next(ROOT);
  clock.pass(60);
  server.refresh();
  clock.pass(3600);
  assert.deepEqual((await walk(stub)).at(-1), (await walk(ROOT)).at(-1));
});

test('a replaced snapshot closes the old chain, whose pages can be pruned', async () => {
  const { server, next, get } = aPublisher({ updateSeconds: 3600 });
  const stub = await next(ROOT);
  server.replace();
  assert.equal(await next(stub), '#closed');
  assert.equal(await next(await next(ROOT)), '#pending');
  server.prune();
  assert.equal((await get(stub)).status, 404);
});

test('an unchanged page is 304, a changed one is not', async () => {
  const { clock, get, next } = aPublisher({ updateSeconds: 3600 });
  const stub = await next(ROOT);
  const { etag = '' } = (await get(stub)).headers;
  const again = await get(stub, { 'if-none-match': etag });
  assert.deepEqual([again.status, again.text], [304, '']);
  clock.pass(3600);
  assert.equal((await get(stub, { 'if-none-match': etag })).status, 200);
});

test('without ETags every page is 200', async () => {
  const { get } = aPublisher({ etags: false });
  const { status, headers } = await get(ROOT, { 'if-none-match': '*' });
  assert.deepEqual([status, headers.etag], [200, undefined]);
});

test('with a login, pages and files require it, and the manifest says so', async () => {
  const client = { id: 'test-client', secret: 'test-word' };
  const { get } = aPublisher({ login: basicLogin(client) });
  assert.equal((await get(ROOT)).status, 401);
  const pair = Buffer.from(`${client.id}:${client.secret}`).toString('base64');
  const authorization = `Basic ${pair}`;
  const { requiresAccessToken, output } = Page.parse(
    JSON.parse((await get(ROOT, { authorization })).text),
  );
  assert.equal(requiresAccessToken, true);
  assert.equal((await get(output[0]?.url ?? '')).status, 401);
  assert.equal((await get(output[0]?.url ?? '', { authorization })).status, 200);
});

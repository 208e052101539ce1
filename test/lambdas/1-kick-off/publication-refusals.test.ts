import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keys } from '../../fakes/builders.ts';
import { aPage, commitAt, pageUrl, publicationWorld } from './publication-world.ts';

const other = { transactionTime: '2026-11-22T02:00:00Z' };
const pending = aPage('#pending');
const refusals: [string, Parameters<typeof publicationWorld>[0], string][] = [
  ['nothing at the root', { '': { status: 404 } }, 'NotABulkServer'],
  ['a page that is not a manifest', { '': { body: '<html>' } }, 'NotABulkServer'],
  ['a refusal', { '': { status: 400, body: '{}' } }, 'KickOffRefused'],
  ['a 502', { '': { status: 502 } }, 'ServerUnavailable'],
  ['a 503 without a Retry-After', { '': { status: 503 } }, 'ServerUnavailable'],
  ['a lost answer', { '': 'lost' }, 'ServerUnavailable'],
  ['a missing page', { '': aPage('b'), b: { status: 404 } }, 'ServerUnavailable'],
  [
    'a second page that is not a manifest',
    { '': aPage('b'), b: { body: '{}' } },
    'ServerUnavailable',
  ],
  ['pages in a circle (M9)', { '': aPage('b'), b: aPage('$bulk-publish') }, 'ManifestRefused'],
  ['a page on an untrusted origin (M5)', { '': aPage('https://evil.example/b') }, 'LinkRefused'],
  [
    'a second page of another time',
    { '': aPage('b'), b: aPage('c', other), c: pending },
    'ServerUnavailable',
  ],
  [
    'a new snapshot whose chain is closed',
    { '': aPage('b'), b: aPage('#closed') },
    'ServerUnavailable',
  ],
];
for (const [what, pages, name] of refusals)
  test(`a publication with ${what} is ${name}, and no job is written`, async () => {
    const world = await publicationWorld(pages);
    await assert.rejects(world.start(), { name });
    assert.equal(await world.storage.read(keys.job), undefined);
  });

const busy: [string, Parameters<typeof publicationWorld>[0], number][] = [
  ['at its root', { '': { status: 429, headers: { 'retry-after': '90' } } }, 90],
  ['at its root, without a Retry-After', { '': { status: 429 } }, 60],
  [
    'at a page that another leads to',
    { '': aPage('b'), b: { status: 503, headers: { 'retry-after': '700' } } },
    700,
  ],
];
for (const [what, pages, waitSeconds] of busy)
  test(`a publication that throttles ${what} is waited for as Retry-After says (K3)`, async () => {
    const world = await publicationWorld(pages);
    assert.deepEqual(await world.start(), { kind: 'busy', waitSeconds });
    assert.equal(await world.storage.read(keys.job), undefined);
  });

test('a pending page that throttles is waited for too (K3)', async () => {
  const stub = [{ status: 429, headers: { 'retry-after': '90' } }, { status: 304 }];
  const world = await publicationWorld({ stub }, commitAt(pageUrl('stub'), '"1"'));
  assert.deepEqual(await world.start(), { kind: 'busy', waitSeconds: 90 });
  assert.equal((await world.start()).kind, 'unchanged');
});

const pageOfProxy = { body: '<html>marker</html>' };
const malformed: [string, Parameters<typeof publicationWorld>[0], string][] = [
  ['the page that is pending', { stub: pageOfProxy }, 'stub'],
  ['an increment', { stub: aPage('update'), update: pageOfProxy }, 'stub'],
  ['a root that was read before', { '': pageOfProxy }, '$bulk-publish'],
];
for (const [what, pages, last] of malformed)
  test(`a proxy’s page in place of ${what} is ServerUnavailable, and so retried (P7)`, async () => {
    const world = await publicationWorld(pages, commitAt(pageUrl(last)));
    await assert.rejects(world.start(), (error: Error) => {
      assert.equal(error.name, 'ServerUnavailable');
      assert(error.cause instanceof Error && error.cause.name === 'StatusMalformed');
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
  });

test('the body of a refusal is stored, and the message has only its code (K2)', async () => {
  const body = JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'forbidden', diagnostics: 'words of the server' }],
  });
  const world = await publicationWorld({ '': { status: 400, body } });
  await assert.rejects(world.start(), { message: /refused with 400.*forbidden/ });
  assert.equal((await world.storage.read(keys.refusal))?.text, body);
});

test('another status for a pending page does not close the chain', async () => {
  const world = await publicationWorld({ stub: { status: 400 } }, commitAt(pageUrl('stub')));
  await assert.rejects(world.start(), { name: 'ManifestRefused' });
});

test('adopting a job of a publication is refused', async () => {
  const world = await publicationWorld({});
  const begin = { kind: 'adopt', statusUrl: pageUrl('job/1') };
  const request = { level: 'system', mode: 'full' };
  await world.storage.put(keys.request, JSON.stringify({ source: 'acme', request, begin }));
  await assert.rejects(world.start(), { name: 'SettingsInvalid', message: /no jobs/ });
});

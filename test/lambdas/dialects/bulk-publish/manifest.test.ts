import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPublishManifest } from '../../../../lambdas/dialects/bulk-publish/manifest.ts';
import { TRANSACTION_TIME } from '../../../fakes/builders.ts';

const page = { transactionTime: TRANSACTION_TIME, requiresAccessToken: false };
const read = (changes: object = {}) => readPublishManifest(JSON.stringify({ ...page, ...changes }));
const next = (url: string) => ({ link: [{ relation: 'next', url }] });
const output = [{ type: 'Organization', url: 'https://files.example/1' }];

test('a page is read as any manifest of v4, and what it echoes of a request is not', () => {
  const manifest = read({
    ...{ output, deleted: [{ url: 'd' }], outcome: [{ url: 'o' }], updateCadence: 'P1D' },
    ...{ request: 'https://hl7.example/fhir/$bulk-publish', ...next('https://hl7.example/2') },
  });
  assert.deepEqual(manifest, {
    ...page,
    files: [
      { list: 'output', entry: 1, type: 'Organization', link: 'https://files.example/1' },
      { list: 'deleted', entry: 1, type: 'Bundle', link: 'd' },
      { list: 'outcome', entry: 1, type: 'OperationOutcome', link: 'o' },
    ],
    next: 'https://hl7.example/2',
  });
});

for (const marker of ['pending', 'closed'] as const)
  test(`#${marker} is how the chain stands, and no link`, () => {
    assert.deepEqual(read({ output: [], ...next(`#${marker}`) }), {
      ...{ ...page, files: [] },
      chain: marker,
    });
  });

test('a stub needs neither an output nor a manifestType', () => {
  assert.deepEqual(read(next('#pending')), { ...page, files: [], chain: 'pending' });
  assert.deepEqual(read({ output: null, ...next('/2') }), { ...page, files: [], next: '/2' });
});

test('an answer that lacks its list is no empty page (P9)', () => {
  assert.throws(() => read(), { name: 'StatusMalformed' });
  assert.throws(() => read({ transactionTime: 5, ...next('/2') }), { name: 'StatusMalformed' });
});

test('another marker is refused, as nobody knows what it asks for', () => {
  for (const marker of ['#', '#Pending', '#closed-for-now'])
    assert.throws(() => read({ output, ...next(marker) }), { name: 'ManifestRefused' });
});

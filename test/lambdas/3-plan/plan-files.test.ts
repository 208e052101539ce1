import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planFiles } from '../../../lambdas/3-plan/plan-files.ts';
import type { ManifestFile } from '../../../lambdas/dialects/dialect.ts';
import { aFile, BASE_URL, EXPORT_ID, landedKey } from '../../fakes/builders.ts';
import { aPage, destination } from './plan-world.ts';

const pageOf = (files: Partial<ManifestFile>[]) => aPage(1, files);
const plan = (...files: [string, string][]) =>
  planFiles([pageOf(files.map(([type, link]) => ({ type, link })))], destination);
const FILES = 'https://files.example';

test('a file gets its number, its URL and its key', () => {
  assert.deepEqual(plan(['Patient', `${FILES}/a`]), [aFile({ url: `${FILES}/a` })]);
});

test('a promised count and size are kept, also 0', () => {
  const files = [0, 7].map((count) => ({ link: `/${count}`, count, bytes: count * 2 }));
  assert.deepEqual(
    planFiles([aPage(1, files)], destination).map(({ count, promisedBytes }) => [
      count,
      promisedBytes,
    ]),
    [
      [0, 0],
      [7, 14],
    ],
  );
});

test('a relative link is relative to the manifest (M4)', () => {
  const [file] = plan(['Patient', '../file/a.ndjson']);
  assert.equal(file?.url, `${BASE_URL}/$export/file/a.ndjson`);
});

test('keys count the files of each type; the server’s names are not in them (M7)', () => {
  const planned = plan(
    ['Patient', `${FILES}/a/1.ndjson`],
    ['Condition', `${FILES}/b/1.ndjson`],
    ['Patient', `${FILES}/c/1.ndjson`],
  );
  assert.deepEqual(
    planned.map(({ index, key }) => [index, key]),
    [
      [1, landedKey('Patient', 1)],
      [2, landedKey('Condition', 1)],
      [3, landedKey('Patient', 2)],
    ],
  );
});

test('a link that is listed twice is one file (M7)', () => {
  const planned = plan(
    ['Patient', `${FILES}/a`],
    ['Patient', `${FILES}/a#again`],
    ['Patient', 'http://files.example/a'],
    ['Patient', `${FILES}/b`],
  );
  assert.deepEqual(
    planned.map(({ index, url }) => [index, url]),
    [
      [1, `${FILES}/a`],
      [2, `${FILES}/b`],
    ],
  );
});

test('multi tenant’s one token under two types is two files (1up 7)', () => {
  const planned = plan(
    ['AllergyIntolerance', `${BASE_URL}/$export/AllergyIntolerance/a-token.ndjson`],
    ['Immunization', `${BASE_URL}/$export/Immunization/a-token.ndjson`],
  );
  assert.equal(new Set(planned.map(({ key }) => key)).size, 2);
});

test('one link under two types is two files: each is checked against its own', () => {
  assert.equal(plan(['Patient', `${FILES}/a`], ['Condition', `${FILES}/a`]).length, 2);
});

test('http on an allowed host becomes https (1up 2)', () => {
  assert.equal(plan(['Patient', 'http://files.example/a'])[0]?.url, `${FILES}/a`);
});

for (const link of ['https://evil.example/a', 'http://files.example:8080/a', 'file:///etc/passwd'])
  test(`one link to ${link} refuses the whole plan (M5)`, () => {
    assert.throws(() => plan(['Patient', `${FILES}/a`], ['Patient', link]), {
      name: 'LinkRefused',
    });
  });

const landedTypes: [string, Partial<ManifestFile>, string][] = [
  ['deletions (M10)', { list: 'deleted', type: 'Bundle' }, 'bulk_deleted'],
  ['outcomes (M11)', { list: 'outcome', type: 'OperationOutcome' }, 'bulk_outcome'],
  ['organized output (rule 34)', { type: null }, 'bulk_organized'],
  ['requested transactions', { type: 'Bundle' }, 'Bundle'],
];
for (const [what, file, type] of landedTypes)
  test(`${what} land as ${type}`, () => {
    const [planned] = planFiles([aPage(1, [file])], destination);
    assert.deepEqual([planned?.type, planned?.key], [type, landedKey(type, 1)]);
  });

test('keys have the export id under which the data lies', () => {
  const [planned] = planFiles([aPage(1, [{}])], { ...destination, dataExportId: 'acme-earlier' });
  assert.equal(planned?.key, landedKey('Patient', 1).replace(EXPORT_ID, 'acme-earlier'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBulkDataManifest } from '../../../../lambdas/dialects/bulk-data/manifest.ts';
import { TRANSACTION_TIME } from '../../../fakes/builders.ts';

const files = (lists: object) =>
  readBulkDataManifest(
    JSON.stringify({
      transactionTime: TRANSACTION_TIME,
      requiresAccessToken: true,
      output: [],
      ...lists,
    }),
  ).files;
const refused = { name: 'ManifestRefused' };
const patient = { type: 'Patient', url: 'a' };

test('a count is a whole number from 0, or is left aside, and so is a size (M14)', () => {
  const [zero] = files({ output: [{ ...patient, count: 0, fileSize: 0 }] });
  assert.deepEqual([zero?.count, zero?.bytes], [0, 0]);
  for (const wrong of [-1, 1.5, '7', null, true]) {
    const [file] = files({ output: [{ ...patient, count: wrong, fileSize: wrong }] });
    assert.deepEqual(file, { list: 'output', entry: 1, type: 'Patient', link: 'a' });
  }
});

test('a relative link is kept as it was given (M4)', () => {
  assert.equal(files({ output: [{ ...patient, url: '../files/1' }] })[0]?.link, '../files/1');
});

test('deletions are of their own list, Bundles also where v4 does not say so (M10, rule 36)', () => {
  assert.deepEqual(files({ deleted: [{ url: 'a' }, { type: 'Bundle', url: 'b' }] }), [
    { list: 'deleted', entry: 1, type: 'Bundle', link: 'a' },
    { list: 'deleted', entry: 2, type: 'Bundle', link: 'b' },
  ]);
  assert.throws(() => files({ deleted: [patient] }), refused);
});

test('outcomes are of their own list, under either name and under both (M11, rule 35)', () => {
  const [error, outcome] = [[{ type: 'OperationOutcome', url: 'a' }], [{ url: 'b' }]];
  const first = { list: 'outcome', entry: 1, type: 'OperationOutcome' };
  assert.deepEqual(files({ error }), [{ ...first, link: 'a' }]);
  assert.deepEqual(files({ outcome }), [{ ...first, link: 'b' }]);
  assert.deepEqual(files({ error, outcome }), [
    { ...first, link: 'a' },
    { ...first, entry: 2, link: 'b' },
  ]);
  for (const name of ['error', 'outcome'])
    assert.throws(() => files({ [name]: [patient] }), refused);
});

test('a file without a type is one of several types, and only where the output is organized (M16)', () => {
  const output = [{ url: 'a' }];
  for (const organized of [{ outputOrganizedBy: 'Patient' }, { organizeOutputBy: 'Patient' }])
    assert.equal(files({ output, ...organized })[0]?.type, null);
  for (const organized of [{}, { outputOrganizedBy: null }, { outputOrganizedBy: '' }])
    assert.throws(() => files({ output, ...organized }), {
      ...refused,
      message: 'entry 1 of output has no type, and the output is not organized by another',
    });
  assert.throws(() => files({ output: [patient, { type: null, url: 'b' }] }), {
    message: /^entry 2 of output/,
  });
});

test('entries are numbered per list, in the order of the server (rule 34)', () => {
  const output = ['c', 'a', 'b'].map((url) => ({ type: 'Patient', url }));
  const read = files({ output, deleted: [{ url: 'd' }] });
  assert.deepEqual(
    read.map(({ list, entry, link }) => `${list} ${entry} ${link}`),
    ['output 1 c', 'output 2 a', 'output 3 b', 'deleted 1 d'],
  );
});

const logins = [
  { 'https://example.org/authorization': { scheme: 'marker' } },
  [{ url: 'https://example.org/StructureDefinition/file-Authorisation', valueString: 'marker' }],
  [{ url: 'https://example.org/a' }, { url: 'https://example.org/access-token' }],
  { bearerScheme: 'marker' },
  { credentials: 'marker' },
];
for (const [i, extension] of logins.entries())
  test(`an extension that says how to log in is refused, form ${i + 1} (rule 4)`, () => {
    for (const list of ['output', 'deleted', 'error', 'outcome'])
      assert.throws(
        () => files({ [list]: [{ url: 'a', extension, type: undefined }] }),
        (error: Error) => error.name === 'ManifestRefused' && !error.message.includes('marker'),
      );
  });

const others = [
  { 'https://example.org/author': 'a' },
  [{ url: 'https://example.org/site' }],
  7,
  [7],
];
for (const extension of [...others, null, 'token'])
  test(`the extension ${JSON.stringify(extension)} is passed over (rule 39)`, () => {
    assert.equal(files({ output: [{ ...patient, extension }] }).length, 1);
  });

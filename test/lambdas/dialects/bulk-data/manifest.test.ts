import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBulkDataManifest } from '../../../../lambdas/dialects/bulk-data/manifest.ts';
import { TRANSACTION_TIME } from '../../../fakes/builders.ts';

const read = (changes: object = {}) =>
  readBulkDataManifest(
    JSON.stringify({
      transactionTime: TRANSACTION_TIME,
      requiresAccessToken: true,
      output: [{ type: 'Patient', url: 'https://files.example/1' }],
      ...changes,
    }),
  );
const malformed = (field: string) => ({
  name: 'StatusMalformed',
  message: `the manifest lacks ${field}`,
});

test('a manifest of v2 or v3 is read completely (rule 33)', () => {
  const manifest = read({
    request: 'https://hl7.example/fhir/$export',
    deleted: [{ type: 'Bundle', url: 'd', count: 2 }],
    error: [{ type: 'OperationOutcome', url: 'e' }],
    extension: { 'https://example.com/extra-property': true },
  });
  assert.deepEqual(manifest, {
    transactionTime: TRANSACTION_TIME,
    requiresAccessToken: true,
    files: [
      { list: 'output', entry: 1, type: 'Patient', link: 'https://files.example/1' },
      { list: 'deleted', entry: 1, type: 'Bundle', link: 'd', count: 2 },
      { list: 'outcome', entry: 1, type: 'OperationOutcome', link: 'e' },
    ],
    request: 'https://hl7.example/fhir/$export',
  });
});

test('a manifest of v4 is read completely (rules 34–39)', () => {
  const manifest = read({
    manifestType: 'http://hl7.org/fhir/uv/bulkdata/StructureDefinition/BulkDataManifest',
    requiresAccessToken: false,
    outputOrganizedBy: 'Patient',
    output: [{ url: 'a', continuesInFile: 'b', fileSize: 7 }, { url: 'b' }],
    deleted: [{ url: 'd' }],
    outcome: [{ url: 'e', countSeverity: [{ code: 'error', count: 1 }] }],
    extension: [{ url: 'http://example.org/includes-telehealth', valueBoolean: true }],
    link: [{ relation: 'next', url: 'https://hl7.example/manifest-2.json' }],
  });
  assert.deepEqual(manifest, {
    transactionTime: TRANSACTION_TIME,
    requiresAccessToken: false,
    files: [
      { list: 'output', entry: 1, type: null, link: 'a', bytes: 7 },
      { list: 'output', entry: 2, type: null, link: 'b' },
      { list: 'deleted', entry: 1, type: 'Bundle', link: 'd' },
      { list: 'outcome', entry: 1, type: 'OperationOutcome', link: 'e' },
    ],
    next: 'https://hl7.example/manifest-2.json',
  });
});

test('an empty output is an empty export (M1)', () => {
  assert.deepEqual(read({ output: [] }).files, []);
});

test('lists that are missing or null are empty (rule 33)', () => {
  const lists = { deleted: null, error: null, outcome: null, link: null };
  assert.equal(read(lists).files.length, 1);
  assert.deepEqual(read({ output: undefined, manifestType: 'a' }).files, []);
});

test('a missing requiresAccessToken counts as true, as origins are checked anyway (M6)', () => {
  assert.equal(read({ requiresAccessToken: undefined }).requiresAccessToken, true);
  assert.equal(read({ requiresAccessToken: false }).requiresAccessToken, false);
  for (const requiresAccessToken of ['false', 0, null])
    assert.throws(() => read({ requiresAccessToken }), malformed('requiresAccessToken'));
});

for (const link of [{ relation: 'next', url: 'p2' }, [{ relation: 'next', url: 'p2' }]])
  test(`the next page is read from ${Array.isArray(link) ? 'a list' : 'an object'} (M9)`, () => {
    assert.equal(read({ link }).next, 'p2');
  });

test('other relations are ignored, and two next links are refused (M9)', () => {
  for (const link of [[], [{ relation: 'self', url: 'a' }], { relation: 'prev' }, {}])
    assert(!('next' in read({ link })));
  const next = { relation: 'next', url: 'p2' };
  assert.equal(read({ link: [{ relation: 'self', url: 'p1' }, next] }).next, 'p2');
  assert.throws(() => read({ link: [next, next] }), { name: 'ManifestRefused' });
});

test('a next link without a URL is refused (M9)', () => {
  for (const url of [undefined, '', 7])
    assert.throws(() => read({ link: [{ relation: 'next', url }] }), { name: 'StatusMalformed' });
  for (const link of ['p2', 7, ['p2']])
    assert.throws(() => read({ link }), { name: 'StatusMalformed' });
});

test('a request of another type is ignored', () => {
  assert(!('request' in read({ request: ['a'] })));
});

const wrong: [string, object, string][] = [
  ['no output (P9)', { output: undefined }, 'output'],
  ['an output that is no list (P9)', { output: {} }, 'output'],
  ['no time (M12)', { transactionTime: undefined }, 'transactionTime'],
  ['a file without a link', { output: [{ type: 'Patient' }] }, 'output.0.url'],
  ['a file with an empty link', { output: [{ type: 'Patient', url: '' }] }, 'output.0.url'],
  ['a type that is no text', { output: [{ type: 7, url: 'a' }] }, 'output.0.type'],
  ['deletions that are no list', { deleted: 'marker' }, 'deleted'],
  ['outcomes that are no list', { error: { url: 'marker' } }, 'error'],
];
for (const [what, change, field] of wrong)
  test(`${what} is StatusMalformed, and named`, () => {
    assert.throws(() => read(change), malformed(field));
  });

test('at most five of many invalid entries are named', () => {
  const output = Array.from({ length: 1000 }, () => ({ type: 'Patient' }));
  const named = [0, 1, 2, 3, 4].map((i) => `output.${i}.url`).join(', ');
  assert.throws(() => read({ output }), malformed(named));
});

test('text that is not a JSON object is StatusMalformed, and not quoted (P7, P8)', () => {
  for (const text of ['', 'marker', '<html>marker', '[]', '{"output":[{"type":"marker"'])
    assert.throws(() => readBulkDataManifest(text), malformed('a JSON object'));
});

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

test('a count or size that is not a whole number from 0 is ignored (M14)', () => {
  const [zero] = files({ output: [{ ...patient, count: 0, fileSize: 0 }] });
  assert.deepEqual([zero?.count, zero?.bytes], [0, 0]);
  for (const wrong of [-1, 1.5, '7', null, true]) {
    const [file] = files({ output: [{ ...patient, count: wrong, fileSize: wrong }] });
    assert.deepEqual(file, { list: 'output', entry: 1, type: 'Patient', link: 'a' });
  }
});

test('a relative link is not resolved here (M4)', () => {
  assert.equal(files({ output: [{ ...patient, url: '../files/1' }] })[0]?.link, '../files/1');
});

test('deletions are a list of their own, of Bundles even if v4 does not say so (M10, rule 36)', () => {
  assert.deepEqual(files({ deleted: [{ url: 'a' }, { type: 'Bundle', url: 'b' }] }), [
    { list: 'deleted', entry: 1, type: 'Bundle', link: 'a' },
    { list: 'deleted', entry: 2, type: 'Bundle', link: 'b' },
  ]);
  assert.throws(() => files({ deleted: [patient] }), refused);
});

test('outcomes are a list of their own, under either name or both (M11, rule 35)', () => {
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

test('a file without a type is accepted only if the output is organized (M16)', () => {
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

test('entries are numbered per list, in the server’s order (rule 34)', () => {
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
  test(`an extension with a login of its own is refused, form ${i + 1} (rule 4)`, () => {
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
  test(`the extension ${JSON.stringify(extension)} is ignored (rule 39)`, () => {
    assert.equal(files({ output: [{ ...patient, extension }] }).length, 1);
  });

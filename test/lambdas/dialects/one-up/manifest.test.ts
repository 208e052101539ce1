import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOneUpManifest } from '../../../../lambdas/dialects/one-up/manifest.ts';
import { aManifest, TRANSACTION_TIME } from '../../../fakes/builders.ts';

const read = (changes: object = {}) => readOneUpManifest(aManifest(changes));
const aPatient = (link: string) => ({ list: 'output', entry: 1, type: 'Patient', link });
const file = (entry: object) => read({ output: [{ type: 'Patient', ...entry }] }).files[0];

test('links are in `file` in single tenant, and in `url` in multi tenant (1up 6, 7)', () => {
  assert.deepEqual(file({ file: 'a' }), aPatient('a'));
  assert.deepEqual(file({ url: 'b' }), aPatient('b'));
});

test('time, requiresAccessToken, request and resourceCount are read', () => {
  assert.deepEqual(
    read({ output: [], request: 'r', resourceCount: 0, requiresAccessToken: false }),
    {
      transactionTime: TRANSACTION_TIME,
      requiresAccessToken: false,
      files: [],
      request: 'r',
      resourceCount: 0,
    },
  );
});

test('a missing requiresAccessToken counts as true, as origins are checked anyway (M6)', () => {
  assert.equal(read({ requiresAccessToken: undefined }).requiresAccessToken, true);
});

test('a count that is not a whole number from 0 is ignored (M14)', () => {
  assert.equal(file({ file: 'a', count: 0 })?.count, 0);
  for (const count of [-1, 1.5, '7', null, true])
    assert.deepEqual(file({ file: 'a', count }), aPatient('a'));
});

test('a request and a resourceCount of another type are ignored', () => {
  const manifest = read({ request: ['a'], resourceCount: 'many' });
  assert(!('request' in manifest) && !('resourceCount' in manifest));
});

test('files are numbered in their order (rule 37)', () => {
  const output = ['c', 'a', 'b'].map((link) => ({ type: 'Patient', file: link }));
  assert.deepEqual(
    read({ output }).files.map(({ entry, link }) => [entry, link]),
    [
      [1, 'c'],
      [2, 'a'],
      [3, 'b'],
    ],
  );
});

const wrong: [string, object, string][] = [
  ['no output (P9)', { output: undefined }, 'output'],
  ['an output that is no list', { output: {} }, 'output'],
  ['no time (M12)', { transactionTime: undefined }, 'transactionTime'],
  ['a flag in words (M6)', { requiresAccessToken: 'true' }, 'requiresAccessToken'],
  ['a file without a type (M16)', { output: [{ file: 'a' }] }, 'output.0.type'],
  ['a file without a link', { output: [{ type: 'Patient' }] }, 'output.0'],
];
for (const [what, change, field] of wrong)
  test(`${what} is StatusMalformed, and named`, () => {
    assert.throws(() => read(change), {
      name: 'StatusMalformed',
      message: `the list of files lacks ${field}`,
    });
  });

test('text that is not a JSON object is StatusMalformed, and not quoted (P7, P8)', () => {
  for (const text of ['', 'marker', '<html>marker', '[]', '{"output":[{"type":"marker"'])
    assert.throws(() => readOneUpManifest(text), {
      name: 'StatusMalformed',
      message: 'the list of files lacks a JSON object',
    });
});

for (const name of ['error', 'deleted', 'link'])
  test(`a manifest that also lists ${name} is refused, unless that list is empty (M9–M11)`, () => {
    assert.throws(() => read({ [name]: [{ url: 'https://a.example' }] }), {
      name: 'ManifestRefused',
    });
    assert.ok(read({ [name]: [] }));
  });

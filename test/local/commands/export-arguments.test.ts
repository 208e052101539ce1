import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportArguments } from '../../../local/commands/export-arguments.ts';

const read = (...args: string[]) => exportArguments(['--source', 'acme', ...args]);
const usage = /usage: npm run export -- --source <id>/;

test('a source alone means everything, incrementally, into lake/', () => {
  assert.deepEqual(read(), {
    sourceId: 'acme',
    sourcesFile: 'sources.json',
    lake: 'lake',
    request: { level: 'system', types: [], mode: 'incremental' },
    json: false,
  });
});

test('every option is read', () => {
  const places = ['--sources', 'mine.json', '--lake', 'elsewhere', '--json'];
  const what = ['--level', 'group', '--group', 'g.1', '--types', 'Patient,Coverage'];
  assert.deepEqual(read(...places, ...what, '--since', '2026-01-01T00:00:00Z'), {
    sourceId: 'acme',
    sourcesFile: 'mine.json',
    lake: 'elsewhere',
    request: {
      level: 'group',
      group: 'g.1',
      types: ['Patient', 'Coverage'],
      since: '2026-01-01T00:00:00Z',
      mode: 'incremental',
    },
    json: true,
  });
  assert.equal(read('--mode', 'full').request.mode, 'full');
});

test('a group without a level means that group', () => {
  assert.equal(read('--group', 'g').request.level, 'group');
});

test('types may have spaces between them', () => {
  assert.deepEqual(read('--types', 'Patient, Coverage').request.types, ['Patient', 'Coverage']);
});

const wrong: [string, string[], RegExp][] = [
  ['no source', [], /^--source is missing$/m],
  ['a level that is none', ['--source', 'a', '--level', 'ward'], /^--level: /m],
  ['a mode that is none', ['--source', 'a', '--mode', 'often'], /^--mode: /m],
  [
    'a type in lower case',
    ['--source', 'a', '--types', 'patient'],
    /^--types: a FHIR resource ty/m,
  ],
  ['an empty type', ['--source', 'a', '--types', 'Patient,'], /^--types: /m],
  ['a since that is no time', ['--source', 'a', '--since', 'yesterday'], /^--since: /m],
  [
    'a full export with a since',
    ['--source', 'a', '--since', '2026-01-01', '--mode', 'full'],
    /^--since: mode "full" takes no since$/m,
  ],
  ['a group id that is none', ['--source', 'a', '--group', '../x'], /^--group: a FHIR id/m],
  [
    'the level of a group without one',
    ['--source', 'a', '--level', 'group'],
    /^--group: level "gr/m,
  ],
  [
    'a group at another level',
    ['--source', 'a', '--group', 'g', '--level', 'system'],
    /^--group: /m,
  ],
  ['an option that is none', ['--source', 'a', '--grop', 'g'], /'--grop'/],
  ['an option without its value', ['--source', 'a', '--types'], /'--types <value>'/],
  ['a word that belongs to no option', ['--source', 'a', 'nightly'], /'nightly'/],
];
for (const [what, args, says] of wrong)
  test(`${what} is wrong usage, which names the option and says what to type`, () =>
    assert.throws(
      () => exportArguments(args),
      (error: Error) => {
        assert.equal(error.name, 'UsageError');
        assert.match(error.message, says);
        assert.match(error.message, usage);
        return true;
      },
    ));

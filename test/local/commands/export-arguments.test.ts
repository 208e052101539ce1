import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { exportArguments } from '../../../local/commands/export-arguments.ts';

const readAll = (...args: string[]) => exportArguments(['--source', 'acme', ...args]);

/** The arguments, with the request of the export. */
const read = (...args: string[]) => {
  const { exportInput, ...rest } = readAll(...args);
  assert.ok('request' in exportInput);
  return { ...rest, request: exportInput.request };
};
const usage = /usage: npm run export -- --source <id>/;

test('a source alone exports everything, incrementally, into lake/', () => {
  assert.deepEqual(read(), {
    sourceId: 'acme',
    sourcesFile: 'sources.json',
    lakeOptions: { lake: 'lake', database: undefined },
    locationOptions: [],
    request: ExportRequest.parse({}),
    json: false,
  });
});

test('every option is read', () => {
  const lake = ['--lake', 's3://mine/raw', '--database', 'clinical'];
  const places = ['--sources', 'mine.json', ...lake, '--json'];
  const what = ['--level', 'group', '--group', 'g.1', '--types', 'Patient,Coverage'];
  assert.deepEqual(read(...places, ...what, '--since', '2026-01-01T00:00:00Z'), {
    sourceId: 'acme',
    sourcesFile: 'mine.json',
    lakeOptions: { lake: 's3://mine/raw', database: 'clinical' },
    locationOptions: ['--sources', 'mine.json', ...lake],
    request: ExportRequest.parse({
      level: 'group',
      group: 'g.1',
      types: ['Patient', 'Coverage'],
      since: '2026-01-01T00:00:00Z',
    }),
    json: true,
  });
  assert.equal(read('--mode', 'full').request.mode, 'full');
});

test('the options of HL7 servers are read', () => {
  const filters = ['--type-filter', 'Patient?active=true', '--type-filter', 'Patient?gender=a,b'];
  const lists = ['--elements', 'id, Patient.name', '--patients', 'a,b'];
  const rest = ['--include-associated-data', 'LatestProvenanceResources,_own', '--until'];
  const more = [...rest, '2026-02-01', '--organize-output-by', 'Patient'];
  assert.deepEqual(
    read('--level', 'patient', ...filters, ...lists, ...more).request,
    ExportRequest.parse({
      level: 'patient',
      typeFilters: ['Patient?active=true', 'Patient?gender=a,b'],
      elements: ['id', 'Patient.name'],
      patients: ['a', 'b'],
      includeAssociatedData: ['LatestProvenanceResources', '_own'],
      until: '2026-02-01',
      organizeOutputBy: 'Patient',
    }),
  );
});

test('a server’s own parameters are read as name and value, and one that is given twice has two values', () => {
  const given = ['_a=1', '_b=x=y,z', '_a=', '_c=two\nlines'];
  assert.deepEqual(read(...given.flatMap((pair) => ['--parameter', pair])).request.parameters, {
    _a: ['1', ''],
    _b: ['x=y,z'],
    _c: ['two\nlines'],
  });
});

test('a group without a level exports that group', () => {
  assert.equal(read('--group', 'g').request.level, 'group');
});

test('types can have spaces between them', () => {
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
  [
    'a filter that shapes the result',
    ['--source', 'a', '--type-filter', 'Patient?_include=*'],
    /^--type-filter: a search without result parameters/m,
  ],
  [
    'a value of associated data that is none',
    ['--source', 'a', '--include-associated-data', 'a,,b'],
    /^--include-associated-data: a code/m,
  ],
  [
    'an organizing type that is none',
    ['--source', 'a', '--organize-output-by', 'patient'],
    /^--organize-output-by: a FHIR/m,
  ],
  [
    'a parameter without a value',
    ['--source', 'a', '--parameter', '_a'],
    /^--parameter: must be name=value$/m,
  ],
  [
    'a parameter without a name',
    ['--source', 'a', '--parameter', '=a'],
    /^--parameter: must be name=value$/m,
  ],
  [
    'a parameter that has its own option',
    ['--source', 'a', '--parameter', '_type=Patient'],
    /^--parameter: /m,
  ],
  [
    'patients of the whole system',
    ['--source', 'a', '--patients', 'b'],
    /^--patients: level "system" takes no patients/m,
  ],
  ['an option that is none', ['--source', 'a', '--grop', 'g'], /'--grop'/],
  ['an option without its value', ['--source', 'a', '--types'], /'--types <value>'/],
  ['a word that belongs to no option', ['--source', 'a', 'nightly'], /'nightly'/],
];
for (const [what, args, says] of wrong)
  test(`${what} is wrong usage that names the option and shows the usage`, () =>
    assert.throws(
      () => exportArguments(args),
      (error: Error) => {
        assert.equal(error.name, 'UsageError');
        assert.match(error.message, says);
        assert.match(error.message, usage);
        return true;
      },
    ));

test('a job that another client kicked off is adopted with its request', () => {
  const { exportInput } = readAll('--adopt', 'https://acme.example/jobs/1', '--mode', 'full');
  assert.deepEqual(exportInput, {
    source: 'acme',
    request: ExportRequest.parse({ mode: 'full' }),
    adopt: 'https://acme.example/jobs/1',
  });
});

test('a failed export is resumed with its own request', () => {
  assert.deepEqual(readAll('--resume', 'acme-1').exportInput, { source: 'acme', resume: 'acme-1' });
  const more = ['--types', 'Patient'];
  assert.throws(() => readAll('--resume', 'acme-1', ...more), /--resume: .*; remove --types/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCapabilityStatement } from '../../../../lambdas/dialects/bulk-data/capability-statement.ts';
import { UNKNOWN_CAPABILITIES } from '../../../../lambdas/dialects/dialect.ts';

const GUIDE = 'http://hl7.org/fhir/uv/bulkdata';
const read = (statement: object) =>
  readCapabilityStatement(JSON.stringify({ resourceType: 'CapabilityStatement', ...statement }));
const operation = (name: string, version?: string, id = 'export') => ({
  name,
  definition: `${GUIDE}/OperationDefinition/${id}${version ? `|${version}` : ''}`,
});
const ofResource = (resource: object) => ({ rest: [{ mode: 'server', resource: [resource] }] });

const instantiated: [string, string][] = [
  ['2.0.0', 'v2'],
  ['3.0.0', 'v3'],
  ['4.0.0-ballot', 'v4'],
  ['1.0.1', 'v2'],
  ['5.0.0', 'v4'],
  ['10.0.0', 'v4'],
];
for (const [version, expected] of instantiated)
  test(`a server that instantiates ${version} is treated as ${expected} (rule 24)`, () => {
    const canonical = `${GUIDE}/CapabilityStatement/bulk-data|${version}`;
    const asked = { version: expected, operation: 'export' };
    assert.deepEqual(read({ instantiates: [canonical] }), asked);
    assert.deepEqual(
      read({ implementationGuide: [`${GUIDE}/ImplementationGuide/a|${version}`] }),
      asked,
    );
  });

test('the version is in the operation’s definition, at any level (rule 24)', () => {
  const asked = { version: 'v3', operation: 'export' };
  assert.deepEqual(read({ rest: [{ operation: [operation('export', '3.0.0')] }] }), asked);
  const group = operation('export', '3.0.0', 'group-export');
  assert.deepEqual(read(ofResource({ type: 'Group', operation: [group] })), asked);
});

test('the newest version offered is used, with the name of its operation (rule 24)', () => {
  const offered = [operation('export-v4'), operation('export', '2.0.0'), operation('export-v3')];
  for (const operations of [offered, offered.toReversed()])
    assert.deepEqual(read({ rest: [{ operation: operations }] }), {
      version: 'v4',
      operation: 'export-v4',
    });
});

test('a name with the version is preferred (rule 24)', () => {
  const operations = [operation('export-v4'), operation('export', '4.0.0')];
  for (const offered of [operations, operations.toReversed()])
    assert.equal(read({ rest: [{ operation: offered }] }).operation, 'export-v4');
});

test('an operation named after its definition is served as export (rule 24)', () => {
  for (const name of ['group-export', '$export', 'GroupLevelExport'])
    assert.deepEqual(
      read(ofResource({ type: 'Group', operation: [operation(name, '3.0.0', 'group-export')] })),
      { version: 'v3', operation: 'export' },
    );
});

test('other operations, other guides and client mode are ignored (rule 24)', () => {
  const silent = [
    { rest: [{ operation: [operation('bulk-publish', '4.0.0', 'bulk-publish')] }] },
    { rest: [{ operation: [{ name: 'everything', definition: 'http://hl7.org/fhir/a|4.0.1' }] }] },
    { rest: [{ mode: 'client', operation: [operation('export-v4')] }] },
    { instantiates: ['http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server|6.1.0'] },
    { fhirVersion: '4.0.1' },
  ];
  for (const statement of silent) assert.deepEqual(read(statement), UNKNOWN_CAPABILITIES);
});

const URL = `${GUIDE}/Extension/operation-not-supported`;
const bar = (id: string) => ({
  url: URL,
  valueCanonical: `${GUIDE}/${id === 'bulk-data' ? 'CapabilityStatement' : 'OperationDefinition'}/${id}`,
});

test('unsupported features have a level, and a type or search (rule 24)', () => {
  const { unsupported: barred } = read(
    ofResource({
      type: 'Provenance',
      extension: [bar('group-export'), { url: 'http://example.org/other' }],
      searchParam: [{ name: 'agent', extension: [bar('bulk-data')] }, { name: 'target' }],
    }),
  );
  assert.deepEqual(barred, [
    { level: 'group', what: 'Provenance' },
    { level: 'system', what: 'Provenance?agent' },
    { level: 'patient', what: 'Provenance?agent' },
    { level: 'group', what: 'Provenance?agent' },
  ]);
});

test('an unsupported operation of another guide is ignored (rule 24)', () => {
  const elsewhere = { url: URL, valueCanonical: 'http://example.org/OperationDefinition/export' };
  const unknown = bar('constructor');
  const statement = ofResource({ type: 'Patient', extension: [elsewhere, unknown, { url: URL }] });
  assert.deepEqual(read(statement), UNKNOWN_CAPABILITIES);
});

const garbage = ['', '<html>', '[]', 'null', '{}', '{"resourceType":"Patient"}', '{"rest":['];
for (const text of garbage)
  test(`${text || 'nothing'} counts as no CapabilityStatement`, () => {
    assert.deepEqual(readCapabilityStatement(text), UNKNOWN_CAPABILITIES);
  });

test('a malformed part hides no other part', () => {
  const statement = {
    instantiates: 7,
    implementationGuide: null,
    rest: [
      {
        operation: 'none',
        resource: [{ type: 7, operation: [{ name: 'export-v3', definition: {} }] }],
      },
    ],
  };
  assert.deepEqual(read(statement), { version: 'v3', operation: 'export-v3' });
});

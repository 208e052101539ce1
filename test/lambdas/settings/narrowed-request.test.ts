import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExportRequest } from '../../../lambdas/settings/export-request.ts';

/** The paths that a request is refused for. */
const refused = (request: object): string[] => {
  const checked = ExportRequest.safeParse(request);
  return checked.success ? [] : checked.error.issues.map(({ path }) => path.join('.'));
};

test('what narrows an export is empty where nothing is said', () => {
  assert.deepEqual(ExportRequest.parse({}), {
    level: 'system',
    types: [],
    mode: 'incremental',
    typeFilters: [],
    elements: [],
    patients: [],
    includeAssociatedData: [],
    parameters: {},
  });
});

test('an until is a date or an instant', () => {
  for (const until of ['2026-01-01', '2026-01-01T00:00:00.123+05:30'])
    assert.deepEqual(refused({ until }), []);
  for (const until of ['', '2026', 'yesterday']) assert.deepEqual(refused({ until }), ['until']);
});

test('patients narrow an export of patients or of a group, never of the system (rule 18)', () => {
  const patients = ['a', 'b.1'];
  assert.deepEqual(refused({ level: 'patient', patients }), []);
  assert.deepEqual(refused({ level: 'group', group: 'a', patients }), []);
  assert.deepEqual(refused({ patients }), ['patients']);
  assert.deepEqual(refused({ level: 'patient', patients: ['a/b', '..'] }), [
    'patients.0',
    'patients.1',
  ]);
});

test('a filter is of a type that is asked for (rule 19)', () => {
  const typeFilters = ['Patient?active=true'];
  assert.deepEqual(refused({ typeFilters }), []);
  assert.deepEqual(refused({ types: ['Condition', 'Patient'], typeFilters }), []);
  assert.deepEqual(refused({ types: ['Condition'], typeFilters }), ['typeFilters']);
});

test('the output is organized by a resource type (rule 34)', () => {
  assert.deepEqual(refused({ organizeOutputBy: 'Patient' }), []);
  assert.deepEqual(refused({ organizeOutputBy: 'patient' }), ['organizeOutputBy']);
});

test('elements, associated data and a server’s own parameters are checked one by one', () => {
  const wrong = { elements: ['id', 'A.b.c'], includeAssociatedData: ['a,b'] };
  assert.deepEqual(refused({ ...wrong, parameters: { _since: 'a' } }), [
    'elements.1',
    'includeAssociatedData.0',
    'parameters._since',
  ]);
});

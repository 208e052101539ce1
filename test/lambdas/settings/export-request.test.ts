import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AssociatedData,
  CustomParameters,
  Element,
  ExportRequest,
  FhirId,
  filterParameters,
  filterType,
  Instant,
  ResourceType,
  TypeFilter,
} from '../../../lambdas/settings/export-request.ts';

const isType = (type: string) => ResourceType.safeParse(type).success;

test('an empty request is an incremental system export', () => {
  const { level, types, mode } = ExportRequest.parse({});
  assert.deepEqual({ level, types, mode }, { level: 'system', types: [], mode: 'incremental' });
});

test('a group id is required at the group level, and refused at others', () => {
  const wrong = [{ level: 'group' }, { group: 'a' }, { level: 'patient', group: 'a' }];
  for (const request of wrong) assert(!ExportRequest.safeParse(request).success);
  assert(ExportRequest.safeParse({ level: 'group', group: 'a' }).success);
});

test('a full export takes no since, and an incremental one a date or an instant', () => {
  assert(!ExportRequest.safeParse({ mode: 'full', since: '2026-01-01' }).success);
  for (const since of ['2026-01-01', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.123+05:30'])
    assert(ExportRequest.safeParse({ since }).success, since);
  for (const since of ['', '2026', '2026-02-30', '2026-01-01T00:00:00', 'yesterday'])
    assert(!ExportRequest.safeParse({ since }).success, since);
});

test('an unknown field is refused, so that no filter is silently dropped', () => {
  assert(!ExportRequest.safeParse({ typeFilter: 'Patient?active=true' }).success);
});

test('a resource type is letters with a capital first, up to FHIR’s length (M8)', () => {
  for (const type of ['Patient', 'MedicationRequest', 'Ab', `A${'b'.repeat(63)}`])
    assert(isType(type), type);
  const hostile = [
    '',
    'P',
    'patient',
    '../Patient',
    'Patient/..',
    'Pati\nent',
    ' Patient',
    'Pätient',
  ];
  for (const type of [...hostile, 'Patient1', `A${'b'.repeat(64)}`, 'x'.repeat(10_000)])
    assert(!isType(type), type);
});

test('a FHIR id has up to 64 letters, digits, hyphens and dots', () => {
  for (const id of ['a', '1.2-B', '...', '.a', 'a..', 'x'.repeat(64)])
    assert(FhirId.safeParse(id).success, id);
  for (const id of ['', 'a/b', 'a b', 'a%2e', 'x'.repeat(65), 'ä'])
    assert(!FhirId.safeParse(id).success, id);
});

test('"." and ".." are refused as FHIR ids, as they would turn a group export into a system export', () => {
  for (const group of ['.', '..']) {
    assert(!FhirId.safeParse(group).success, group);
    assert(!ExportRequest.safeParse({ level: 'group', group }).success, group);
  }
});

test('an instant has a time and an offset', () => {
  for (const instant of ['2026-11-22T03:00:00Z', '2026-11-22T03:00:00.123456-05:00'])
    assert(Instant.safeParse(instant).success, instant);
  for (const instant of ['2026-11-22', '2026-11-22T03:00:00', '2026-11-22T25:00:00Z', 'now'])
    assert(!Instant.safeParse(instant).success, instant);
});

const isFilter = (filter: string) => TypeFilter.safeParse(filter).success;

test('a type filter is a search of one resource type (rule 19)', () => {
  const searches = [
    'Observation?status=final',
    'MedicationRequest?status=completed&date=gt2018-07-01T00:00:00Z',
    'Observation?code=http://loinc.org|1-8,http://loinc.org|2',
    'Patient?_has:Observation:patient:code=1',
    'Patient?_id=a',
  ];
  for (const filter of searches) assert(isFilter(filter), filter);
  const others = ['', 'Observation', 'Observation?', '?status=final', 'observation?a=b'];
  for (const filter of [...others, '*?a=b', 'Patient/1?a=b', 'Patient?a=b c', '/Patient?a=b'])
    assert(!isFilter(filter), filter);
});

const results =
  '_contained _containedType _count _elements _include _revinclude _score _sort _summary _total';
for (const name of results.split(' '))
  test(`the result parameter ${name} is refused in a filter, however it is written (rule 19)`, () => {
    const percent = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
    for (const written of [name, `${name}:iterate`, percent])
      for (const filter of [`Patient?${written}=a`, `Patient?active=true&${written}=a`])
        assert(!isFilter(filter), filter);
    assert(isFilter(`Patient?x${name}=a`));
  });

test('a filter’s type and parameters are read, without modifier and chain', () => {
  const filter = 'Observation?status:not=final&subject.name=a&code=b';
  assert.equal(filterType(filter), 'Observation');
  assert.deepEqual(filterParameters(filter), ['status', 'subject', 'code']);
});

test('an element is at the root of a resource, of any type or of one', () => {
  for (const element of ['id', 'multipleBirthInteger', 'Patient.name'])
    assert(Element.safeParse(element).success, element);
  for (const element of ['', 'Patient', 'Patient.', 'name.given', 'Patient.name.given', 'a,b'])
    assert(!Element.safeParse(element).success, element);
});

test('associated data is a code, of the guide or of the server', () => {
  for (const value of ['LatestProvenanceResources', '_own', 'a-b.c'])
    assert(AssociatedData.safeParse(value).success, value);
  for (const value of ['', 'a,b', 'a b', ' a'])
    assert(!AssociatedData.safeParse(value).success, value);
});

test('custom parameters have a name and one value or several', () => {
  for (const parameters of [{}, { _mine: 'a,b' }, { mine: ['a', 'b'], 'x-1': '' }])
    assert(CustomParameters.safeParse(parameters).success, JSON.stringify(parameters));
  for (const parameters of [{ '': 'a' }, { 'a b': 'a' }, { 'a=b': 'a' }, { a: [] }, { a: 7 }])
    assert(!CustomParameters.safeParse(parameters).success, JSON.stringify(parameters));
});

const known =
  '_outputFormat _since _until _type _typeFilter _elements _minimumFileSize _maximumFileSize patient includeAssociatedData organizeOutputBy allowPartialManifests';
for (const name of known.split(' '))
  test(`${name} has a field of its own, and is refused as a custom parameter`, () => {
    assert(!CustomParameters.safeParse({ [name]: 'a' }).success);
  });

/** The paths of a request's invalid fields. */
const refused = (request: object): string[] => {
  const checked = ExportRequest.safeParse(request);
  return checked.success ? [] : checked.error.issues.map(({ path }) => path.join('.'));
};

test('all filters are empty by default', () => {
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

test('until is a date or an instant', () => {
  for (const until of ['2026-01-01', '2026-01-01T00:00:00.123+05:30'])
    assert.deepEqual(refused({ until }), []);
  for (const until of ['', '2026', 'yesterday']) assert.deepEqual(refused({ until }), ['until']);
});

test('patients are accepted in patient and group exports, and refused in system exports (rule 18)', () => {
  const patients = ['a', 'b.1'];
  assert.deepEqual(refused({ level: 'patient', patients }), []);
  assert.deepEqual(refused({ level: 'group', group: 'a', patients }), []);
  assert.deepEqual(refused({ patients }), ['patients']);
  assert.deepEqual(refused({ level: 'patient', patients: ['a/b', '..'] }), [
    'patients.0',
    'patients.1',
  ]);
});

test('a filter of a type that `types` lacks is refused (rule 19)', () => {
  const typeFilters = ['Patient?active=true'];
  assert.deepEqual(refused({ typeFilters }), []);
  assert.deepEqual(refused({ types: ['Condition', 'Patient'], typeFilters }), []);
  assert.deepEqual(refused({ types: ['Condition'], typeFilters }), ['typeFilters']);
});

test('organizeOutputBy is a resource type (rule 34)', () => {
  assert.deepEqual(refused({ organizeOutputBy: 'Patient' }), []);
  assert.deepEqual(refused({ organizeOutputBy: 'patient' }), ['organizeOutputBy']);
});

test('each element, code and custom parameter is checked', () => {
  const wrong = { elements: ['id', 'A.b.c'], includeAssociatedData: ['a,b'] };
  assert.deepEqual(refused({ ...wrong, parameters: { _since: 'a' } }), [
    'elements.1',
    'includeAssociatedData.0',
    'parameters._since',
  ]);
});

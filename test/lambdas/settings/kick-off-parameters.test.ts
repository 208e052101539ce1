import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AssociatedData,
  CustomParameters,
  Element,
  searchParametersOf,
  TypeFilter,
  typeOfFilter,
} from '../../../lambdas/settings/kick-off-parameters.ts';

const isFilter = (filter: string) => TypeFilter.safeParse(filter).success;

test('a filter is a search of one resource type (rule 19)', () => {
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
  test(`${name} shapes a result and stands in no filter, however it is written (rule 19)`, () => {
    const percent = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
    for (const written of [name, `${name}:iterate`, percent])
      for (const filter of [`Patient?${written}=a`, `Patient?active=true&${written}=a`])
        assert(!isFilter(filter), filter);
    assert(isFilter(`Patient?x${name}=a`));
  });

test('a filter’s type and its parameters are known, without modifier and chain', () => {
  const filter = 'Observation?status:not=final&subject.name=a&code=b';
  assert.equal(typeOfFilter(filter), 'Observation');
  assert.deepEqual(searchParametersOf(filter), ['status', 'subject', 'code']);
});

test('an element is one at the root of a resource, of every type or of one', () => {
  for (const element of ['id', 'multipleBirthInteger', 'Patient.name'])
    assert(Element.safeParse(element).success, element);
  for (const element of ['', 'Patient', 'Patient.', 'name.given', 'Patient.name.given', 'a,b'])
    assert(!Element.safeParse(element).success, element);
});

test('a value of associated data is a code, the guide’s or the server’s own', () => {
  for (const value of ['LatestProvenanceResources', '_own', 'a-b.c'])
    assert(AssociatedData.safeParse(value).success, value);
  for (const value of ['', 'a,b', 'a b', ' a'])
    assert(!AssociatedData.safeParse(value).success, value);
});

test('a server’s own parameters have a name and one value or several', () => {
  for (const parameters of [{}, { _mine: 'a,b' }, { mine: ['a', 'b'], 'x-1': '' }])
    assert(CustomParameters.safeParse(parameters).success, JSON.stringify(parameters));
  for (const parameters of [{ '': 'a' }, { 'a b': 'a' }, { 'a=b': 'a' }, { a: [] }, { a: 7 }])
    assert(!CustomParameters.safeParse(parameters).success, JSON.stringify(parameters));
});

const known =
  '_outputFormat _since _until _type _typeFilter _elements _minimumFileSize _maximumFileSize patient includeAssociatedData organizeOutputBy allowPartialManifests';
for (const name of known.split(' '))
  test(`${name} has a field of its own, and is no parameter of the server’s`, () => {
    assert(!CustomParameters.safeParse({ [name]: 'a' }).success);
  });

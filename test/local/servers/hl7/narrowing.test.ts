import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expected } from '../expected.ts';
import { anHl7Server, finished, posting, resourcesIn, texts } from './hl7-server.ts';

test('_elements keeps these elements, id and meta, tagged SUBSETTED (rule 42)', async () => {
  const { server, population, clock } = anHl7Server({ linesPerFile: 7 });
  const path = '/fhir/$export?_type=Patient,Condition&_elements=id,Patient.gender,subject';
  const { output } = await finished(server, path);
  const { Patient, Condition } = await texts(server, output);
  const all = expected(population, { until: clock.now() });
  const patients = resourcesIn(Patient);
  assert.deepEqual(
    patients.map(({ id, gender }) => [id, gender]),
    resourcesIn(all.Patient).map(({ id, gender }) => [id, gender]),
  );
  for (const patient of patients) {
    assert.deepEqual(Object.keys(patient).toSorted(), ['gender', 'id', 'meta', 'resourceType']);
    assert.match(JSON.stringify(patient.meta), /"lastUpdated".*"code":"SUBSETTED"/);
  }
  for (const condition of resourcesIn(Condition))
    assert.deepEqual(Object.keys(condition).toSorted(), ['id', 'meta', 'resourceType', 'subject']);
});

test('_typeFilter matches an element; filters of a type are or-ed, other types are not filtered (rule 19)', async () => {
  const { server, population, clock } = anHl7Server({ version: 'v3', linesPerFile: 3 });
  const all = expected(population, { until: clock.now() }, ['Patient', 'Claim']);
  const matching = (...genders: string[]) =>
    resourcesIn(all.Patient).filter(({ gender }) => genders.includes(`${gender}`));
  const filtered = async (query: string) => {
    const { output } = await finished(server, `/fhir/$export?_type=Patient,Claim&${query}`);
    const { Patient, Claim } = await texts(server, output);
    assert.equal(Claim, all.Claim);
    const counts = output.map(({ type, count = 0 }) => (type === 'Patient' ? count : 0));
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      resourcesIn(Patient).length,
    );
    return resourcesIn(Patient);
  };
  const female = encodeURIComponent('Patient?gender=female');
  const male = encodeURIComponent('Patient?gender=male');
  assert.ok(matching('female').length > 3);
  assert.deepEqual(await filtered(`_typeFilter=${female}`), matching('female'));
  const both = matching('female', 'male');
  assert.deepEqual(await filtered(`_typeFilter=${female}&_typeFilter=${male}`), both);
  assert.deepEqual(await filtered(`_typeFilter=${female},${male}`), both);
  const either = encodeURIComponent('Patient?gender=female,male&active=true');
  assert.deepEqual(await filtered(`_typeFilter=${either}`), both);
  assert.deepEqual(await filtered(`_typeFilter=${female}%26active%3Dfalse`), []);
});

test('a server may ignore _typeFilter silently (rule 19)', async () => {
  const { server, population, clock } = anHl7Server({ ignoredSilently: ['_typeFilter'] });
  const path = '/fhir/$export?_type=Patient&_typeFilter=Patient%3Fgender%3Dfemale';
  const { output, error } = await finished(server, path);
  assert.deepEqual(
    [await texts(server, output), error],
    [expected(population, { until: clock.now() }, ['Patient']), []],
  );
});

test('in v4 a comma within a search belongs to the search (rule 14)', async () => {
  const { server } = anHl7Server({ version: 'v4' });
  const typeFilter = { name: '_typeFilter', valueString: 'Patient?gender=female,male' };
  const type = { name: '_type', valueString: 'Patient' };
  const { output } = await finished(server, '/fhir/$export', posting(type, typeFilter));
  const genders = resourcesIn((await texts(server, output)).Patient).map(({ gender }) => gender);
  assert.deepEqual(new Set(genders), new Set(['female', 'male']));
});

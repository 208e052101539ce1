import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnType } from '../../../infra/catalog/column-type.ts';
import { lakeTables } from '../../../infra/catalog/tables.ts';
import { r4Type } from '../../infra/catalog/r4-elements.ts';
import { tinyLake } from './tiny-lake.ts';

const landing = (type: string) => ({ type, date: '2026-03-02', exportId: 'exp-mon' });

for (const { resourceType = '', name } of lakeTables.filter((table) => table.resourceType))
  test(`every R4 element of ${resourceType} comes back as it was written`, async (t) => {
    const lake = tinyLake(t);
    const resource = { ...sampleOf(resourceType), resourceType };
    lake.land(landing(resourceType), [resource]);
    const [row] = await lake.ask(`SELECT * EXCLUDE (export_date, export_id) FROM ${name}`);
    const { extension, modifierextension, ...rest } = { ...row };
    assert.deepEqual([extension, modifierextension], [null, null]);
    assert.deepEqual(rest, lowerCaseKeys(resource));
  });

test('nested fields of a patient have lower-case names, and missing ones are NULL', async (t) => {
  const lake = tinyLake(t);
  lake.land(landing('Patient'), [
    { id: 'a', name: [{ family: '李', given: ['小龍', null, 'Ελένη'] }], birthDate: '1949-05' },
    { id: 'b', unknownElement: { x: 1 }, _birthDate: { extension: [] } },
  ]);
  assert.deepEqual(
    await lake.ask(`SELECT id, element_at(name, 1).family AS family,
                           element_at(element_at(name, 1).given, 3) AS third,
                           birthdate, maritalstatus.text AS marital
                    FROM patient ORDER BY id`),
    [
      { id: 'a', family: '李', third: 'Ελένη', birthdate: '1949-05', marital: null },
      { id: 'b', family: null, third: null, birthdate: null, marital: null },
    ],
  );
});

test('an extension is read with the level below it, and deeper ones stay in fhir_raw', async (t) => {
  const lake = tinyLake(t);
  const race = { url: 'ombCategory', valueCoding: { code: '2106-3', display: 'White' } };
  const deeper = { url: 'text', valueString: 'Weiß', extension: [{ url: 'deeper' }] };
  lake.land(landing('Patient'), [
    { id: 'a', extension: [{ url: 'us-core-race', extension: [race, deeper] }] },
  ]);
  assert.deepEqual(
    await lake.ask(`SELECT x.url AS url, element_at(x.extension, 1).valuecoding.display AS race,
                           element_at(x.extension, 2).valuestring AS text
                    FROM (SELECT element_at(extension, 1) AS x FROM patient)`),
    [{ url: 'us-core-race', race: 'White', text: 'Weiß' }],
  );
  assert.match(JSON.stringify(await lake.ask('SELECT line FROM fhir_raw')), /deeper/);
});

test('observations join their encounters and sum their components', async (t) => {
  const lake = tinyLake(t);
  const component = (value: number) => ({ valueQuantity: { value, unit: 'mmHg' } });
  lake.land(landing('Encounter'), [{ id: 'e', class: { code: 'AMB' }, period: { start: '2026' } }]);
  lake.land(landing('Observation'), [
    {
      id: 'o',
      encounter: { reference: 'Encounter/e' },
      component: [component(120.5), component(80)],
    },
  ]);
  assert.deepEqual(
    await lake.ask(`SELECT e.class.code AS class, e.period.start AS start,
                           element_at(o.component, 1).valuequantity.value AS systolic,
                           element_at(o.component, 3).valuequantity.value AS none
                    FROM observation o
                    JOIN encounter e ON o.encounter.reference = 'Encounter/' || e.id`),
    [{ class: 'AMB', start: '2026', systolic: 120.5, none: null }],
  );
});

/** A resource with every element of R4 but its extensions; lists hold two values. */
function sampleOf(resourceType: string) {
  const type = r4Type(resourceType);
  assert.ok(typeof type === 'object' && 'struct' in type);
  const { extension, modifierExtension, ...elements } = type.struct;
  assert.ok(extension && modifierExtension);
  return sampleFields(elements, resourceType);
}

const sampleFields = (fields: Readonly<Record<string, ColumnType>>, path: string) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, type]) => [name, sample(type, `${path}.${name}`)]),
  );

function sample(type: ColumnType, path: string): unknown {
  if (typeof type === 'object')
    return 'list' in type
      ? [sample(type.list, `${path}[1]`), sample(type.list, `${path}[2]`)]
      : sampleFields(type.struct, path);
  if (type === 'string') return `ß "${path}"`;
  if (type === 'boolean') return path.length % 2 === 0;
  return type === 'double' ? path.length + 0.25 : path.length;
}

const lowerCaseKeys = (record: object) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));

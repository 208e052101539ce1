import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { z } from 'zod';
import { bulkDataKickOff } from '../../../../lambdas/dialects/bulk-data/kick-off.ts';
import {
  toCommaQuery,
  toParametersResource,
  toRepeatedQuery,
} from '../../../../lambdas/dialects/bulk-data/parameters.ts';
import { UNKNOWN_CAPABILITIES } from '../../../../lambdas/dialects/dialect.ts';
import type { BulkData } from '../../../../lambdas/settings/bulk-data.ts';
import type { ExportRequest } from '../../../../lambdas/settings/export-request.ts';
import { aRequest } from '../../../fakes/builders.ts';
import { anHl7Source } from './hl7-source.ts';

const kickOff = (settings: z.input<typeof BulkData>, request: z.input<typeof ExportRequest>) =>
  bulkDataKickOff(anHl7Source(settings), aRequest(request), null, UNKNOWN_CAPABILITIES);

const query = (settings: z.input<typeof BulkData>, request: z.input<typeof ExportRequest>) =>
  kickOff(settings, request).url.split('?')[1];

/** The entries of a posted Parameters resource. */
const posted = (settings: z.input<typeof BulkData>, request: z.input<typeof ExportRequest>) =>
  JSON.parse(kickOff({ ...settings, kickOff: 'post' }, request).body ?? '').parameter;

const LISTS = {
  types: ['Patient', 'Condition'],
  elements: ['id', 'Patient.name'],
  includeAssociatedData: ['LatestProvenanceResources', '_own'],
};

for (const version of ['v2', 'v3'] as const)
  test(`${version} takes comma-separated or repeated lists by GET (rule 14)`, () => {
    assert.equal(
      query({ version }, LISTS),
      '_type=Patient,Condition&_elements=id,Patient.name&includeAssociatedData=LatestProvenanceResources,_own',
    );
    assert.equal(
      query({ version, kickOff: 'get-repeated' }, { types: LISTS.types }),
      '_type=Patient&_type=Condition',
    );
  });

test('v4 has one entry for each value (rule 14)', () => {
  assert.deepEqual(posted({ version: 'v4' }, { types: LISTS.types, elements: LISTS.elements }), [
    { name: '_type', valueString: 'Patient' },
    { name: '_type', valueString: 'Condition' },
    { name: '_elements', valueString: 'id' },
    { name: '_elements', valueString: 'Patient.name' },
  ]);
});

const typeFilters = ['Observation?status=final,amended', 'Observation?code=http://loinc.org|1'];

test('in v2 the filters are one list, and a comma inside a filter is encoded (rule 19)', () => {
  const encoded = [
    'Observation%3Fstatus%3Dfinal%252Camended',
    'Observation%3Fcode%3Dhttp%3A%2F%2Floinc.org%7C1',
  ];
  assert.equal(query({ version: 'v2' }, { typeFilters }), `_typeFilter=${encoded.join(',')}`);
  const asked = query({ version: 'v2', kickOff: 'get-repeated' }, { typeFilters });
  assert.equal(asked, encoded.map((filter) => `_typeFilter=${filter}`).join('&'));
});

test('v3 repeats the filters even if other lists are comma-separated (rule 19)', () => {
  const asked = new URLSearchParams(query({ version: 'v3' }, { ...LISTS, types: [], typeFilters }));
  const [first] = asked.getAll('_typeFilter');
  assert.equal(asked.getAll('_typeFilter').length, 2);
  // Parsed as a query, the filter still searches the same.
  assert.equal(new URLSearchParams(first?.split('?')[1]).get('status'), 'final,amended');
});

test('v4 has no comma-separated lists, and its filters are unchanged (rule 19)', () => {
  assert.deepEqual(
    posted({ version: 'v4' }, { typeFilters }),
    typeFilters.map((valueString) => ({ name: '_typeFilter', valueString })),
  );
});

test('each value has the guide’s type (rule 18)', () => {
  const settings = {
    version: 'v3',
    outputFormat: 'application/fhir+ndjson',
    allowPartialManifests: true,
  } as const;
  const until = '2026-11-22T00:00:00Z';
  const request = { until, organizeOutputBy: 'Patient', ...LISTS, types: [], elements: [] };
  assert.deepEqual(posted(settings, { ...request, level: 'patient', patients: ['a', 'b'] }), [
    { name: '_outputFormat', valueString: 'application/fhir+ndjson' },
    { name: '_until', valueInstant: until },
    { name: 'patient', valueReference: { reference: 'Patient/a' } },
    { name: 'patient', valueReference: { reference: 'Patient/b' } },
    { name: 'includeAssociatedData', valueCode: 'LatestProvenanceResources' },
    { name: 'includeAssociatedData', valueCode: '_own' },
    { name: 'organizeOutputBy', valueString: 'Patient' },
    { name: 'allowPartialManifests', valueBoolean: true },
  ]);
});

test('v4 takes associated data as a Coding, and has file sizes (rule 18)', () => {
  const settings = { version: 'v4', minimumFileBytes: 1000, maximumFileBytes: 2000 } as const;
  const { includeAssociatedData } = LISTS;
  const system = 'http://hl7.org/fhir/uv/bulkdata/CodeSystem/include-associated-data';
  assert.deepEqual(posted(settings, { includeAssociatedData }), [
    {
      name: 'includeAssociatedData',
      valueCoding: { system, code: 'LatestProvenanceResources' },
    },
    { name: 'includeAssociatedData', valueCoding: { code: '_own' } },
    { name: '_minimumFileSize', valuePositiveInt: 1000 },
    { name: '_maximumFileSize', valuePositiveInt: 2000 },
  ]);
});

test('a date becomes its midnight in UTC, as the guide takes instants only (rule 18)', () => {
  const day = '2026-11-22';
  assert.equal(query({ version: 'v3' }, { until: day }), '_until=2026-11-22T00%3A00%3A00Z');
  const source = anHl7Source({ kickOff: 'post' });
  const { body } = bulkDataKickOff(source, aRequest(), day, UNKNOWN_CAPABILITIES);
  const [since] = JSON.parse(body ?? '').parameter;
  assert.deepEqual(since, { name: '_since', valueInstant: '2026-11-22T00:00:00Z' });
});

test('custom parameters are sent unchanged, each value alone', () => {
  const parameters = { _mine: 'a,b', _yours: ['c', 'd'] };
  assert.equal(query({}, { parameters }), '_mine=a%2Cb&_yours=c&_yours=d');
  assert.deepEqual(posted({}, { parameters: { _mine: 'a,b' } }), [
    { name: '_mine', valueString: 'a,b' },
  ]);
});

const toValue = (valueString: string) => ({ valueString });
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/);

/** Parameters of any names and values; values of a list contain no comma, as the settings ensure. */
const parameter = fc.boolean().chain((isList) =>
  fc.record({
    name,
    values: fc.array(
      fc.string({ unit: 'grapheme' }).map((text) => (isList ? text.replaceAll(',', '') : text)),
      { minLength: 1, maxLength: 4 },
    ),
    isList: fc.constant(isList),
    toValue: fc.constant(toValue),
  }),
);
const parameters = fc.uniqueArray(parameter, { selector: ({ name }) => name, maxLength: 5 });

test('in a repeated query every value is read back, in order (rule 14)', () => {
  fc.assert(
    fc.property(parameters, (asked) => {
      const query = new URLSearchParams(toRepeatedQuery(asked));
      for (const { name, values } of asked) assert.deepEqual(query.getAll(name), values);
    }),
  );
});

test('in comma-separated lists every value is read back, in order (rule 14)', () => {
  fc.assert(
    fc.property(parameters, (asked) => {
      const query = new URLSearchParams(toCommaQuery(asked));
      for (const { name, values, isList } of asked) {
        const read = query.getAll(name);
        assert.deepEqual(isList ? read.flatMap((list) => list.split(',')) : read, values);
      }
    }),
  );
});

test('a Parameters resource has an entry for each value, in order (rule 14)', () => {
  fc.assert(
    fc.property(parameters, (asked) => {
      const { parameter = [] } = JSON.parse(toParametersResource(asked));
      assert.deepEqual(
        parameter,
        asked.flatMap(({ name, values }) => values.map((valueString) => ({ name, valueString }))),
      );
    }),
  );
});

test('without parameters there is no query, and no empty array in the Parameters resource', () => {
  assert.equal(toCommaQuery([]), '');
  assert.equal(toRepeatedQuery([]), '');
  assert.equal(toParametersResource([]), '{"resourceType":"Parameters"}');
});

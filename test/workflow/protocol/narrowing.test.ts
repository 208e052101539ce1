import assert from 'node:assert/strict';
import { filteredPopulation } from '../../../local/servers/hl7/resource-filter.ts';
import { people } from '../one-up-servers.ts';
import { BULK_DATA, type Column, ONE_UP, SINCE_V3 } from './columns.ts';
import { at, feature, refused, works } from './feature.ts';
import { GROUP, MEMBERS } from './open-column.ts';
import { asks, notNarrowed, tooNew } from './parameter-cells.ts';

const SINCE = '2025-12-30T00:00:00Z';
const UNTIL = '2025-12-31T12:00:00Z';

feature('_type', {
  ...at([...BULK_DATA, ...ONE_UP], () =>
    works({ request: { types: ['Coverage'] }, shows: asks('_type', ['Coverage']) }),
  ),
  // The server is not asked: the types are selected from the manifest.
  'bulk-publish': works({
    request: { types: ['Condition'] },
    shows: ({ result }) => assert.ok(result.files.every(({ type }) => type === 'Condition')),
  }),
});

feature('_since', {
  ...at([...BULK_DATA, ...ONE_UP], () =>
    works({ request: { since: SINCE }, shows: asks('_since', [SINCE]) }),
  ),
  'bulk-publish': refused({
    request: { since: SINCE },
    by: /^SettingsInvalid: since: a publication can be narrowed by types only/,
  }),
});

feature('_until', {
  'bulk-data v2': tooNew({ until: UNTIL }, 'until'),
  ...at(SINCE_V3, () =>
    works({
      request: { until: UNTIL },
      held: { until: new Date(UNTIL) },
      shows: asks('_until', [UNTIL]),
    }),
  ),
  ...notNarrowed({ until: UNTIL }, 'until'),
});

const WOMEN = ['Patient?gender=female'];

feature('_typeFilter', {
  ...at(BULK_DATA, () =>
    works({
      request: { typeFilters: WOMEN },
      held: { of: filteredPopulation(people, { typeFilters: WOMEN, elements: [] }) },
      shows: asks('_typeFilter', WOMEN),
    }),
  ),
  ...notNarrowed({ typeFilters: WOMEN }, 'typeFilters'),
});

const NAMES = ['id', 'name'];

feature('_elements', {
  ...at(BULK_DATA, (column) =>
    works({
      request: { elements: NAMES },
      held: { of: filteredPopulation(people, { typeFilters: [], elements: NAMES }) },
      shows: asks('_elements', inForm(column, NAMES)),
    }),
  ),
  ...notNarrowed({ elements: NAMES }, 'elements'),
});

const patients = { level: 'patient', patients: MEMBERS } as const;

feature('patient', {
  ...at(BULK_DATA, () =>
    works({
      bulkData: { kickOff: 'post' },
      server: () => ({ post: true }),
      request: { ...patients, patients: MEMBERS },
      held: { patients: new Set(MEMBERS) },
      shows: asks(
        'patient',
        MEMBERS.map((id) => ({ reference: `Patient/${id}` })),
      ),
    }),
  ),
  'bulk-publish': refused({
    request: { ...patients, patients: MEMBERS },
    by: /^SettingsInvalid: level: a publication is the same for every client/,
  }),
  ...at(ONE_UP, () =>
    refused({
      request: { level: 'group', group: GROUP, patients: MEMBERS },
      by: /^SettingsInvalid: patients: not supported by 1upHealth/,
    }),
  ),
});

/** A list in the version's default form: GET joins it by commas. */
function inForm(column: Column, values: string[]): string[] {
  return column === 'bulk-data v4' ? values : [values.join(',')];
}

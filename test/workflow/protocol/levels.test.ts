import assert from 'node:assert/strict';
import { BULK_DATA, COLUMNS, ONE_UP } from './columns.ts';
import { at, feature, refused, requestsTo, works } from './feature.ts';
import { GROUP, MEMBERS } from './open-column.ts';

const byPath = (path: RegExp) => (exported: Parameters<typeof requestsTo>[0]) =>
  assert.equal(requestsTo(exported, path).length, 1);

feature('level: system', {
  ...at(COLUMNS, () => works({ shows: byPath(/\/(fhir|r4)\/\$(export|bulk-publish)$/) })),
});

feature('level: patient', {
  ...at(BULK_DATA, () =>
    works({ request: { level: 'patient' }, shows: byPath(/\/fhir\/Patient\/\$export$/) }),
  ),
  'bulk-publish': refused({
    request: { level: 'patient' },
    by: /^SettingsInvalid: level: a publication is the same for every client/,
  }),
  ...at(ONE_UP, () =>
    refused({
      request: { level: 'patient' },
      by: /^SettingsInvalid: level: 1upHealth exports by system or group/,
    }),
  ),
});

const ofGroup = { level: 'group', group: GROUP } as const;

feature('level: group', {
  ...at([...BULK_DATA, ...ONE_UP], () =>
    works({
      request: ofGroup,
      held: { patients: new Set(MEMBERS) },
      shows: byPath(new RegExp(`/Group/${GROUP}/\\$export$`)),
    }),
  ),
  'bulk-publish': refused({
    request: ofGroup,
    by: /^SettingsInvalid: level: a publication is the same for every client/,
  }),
});

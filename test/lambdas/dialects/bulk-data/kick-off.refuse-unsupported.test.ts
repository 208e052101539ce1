import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bulkDataKickOff } from '../../../../lambdas/dialects/bulk-data/kick-off.ts';
import { type Capabilities, UNKNOWN_CAPABILITIES } from '../../../../lambdas/dialects/dialect.ts';
import { aRequest } from '../../../fakes/builders.ts';
import { anHl7Source } from './hl7-source.ts';

type Settings = NonNullable<Parameters<typeof anHl7Source>[0]>;
type Request = Parameters<typeof aRequest>[0];

const kickOff = (
  settings: Settings,
  request: Request = {},
  capabilities: Capabilities = UNKNOWN_CAPABILITIES,
) => bulkDataKickOff(anHl7Source(settings), aRequest(request), null, capabilities);
const refused = (message: RegExp) => ({ name: 'SettingsInvalid', message });

const sinceV3: [string, Settings, Request][] = [
  ['until', {}, { until: '2026-11-22' }],
  ['organizeOutputBy', {}, { organizeOutputBy: 'Patient' }],
  ['bulkData.allowPartialManifests', { allowPartialManifests: true }, {}],
  ['bulkData.separateExportStatus', { separateExportStatus: true }, {}],
];
for (const [field, settings, request] of sinceV3)
  test(`${field} is refused with v2, never left out, and taken with v3 (rule 18)`, () => {
    const message = new RegExp(`^${field} \\(since v3\\): not in Bulk Data v2`);
    assert.throws(() => kickOff({ ...settings, version: 'v2' }, request), refused(message));
    assert.ok(kickOff({ ...settings, version: 'v3' }, request));
    assert.ok(kickOff({ ...settings, version: 'v4' }, request));
  });

for (const field of ['minimumFileBytes', 'maximumFileBytes'] as const)
  test(`${field} is refused before v4 (rule 18)`, () => {
    const message = new RegExp(`^bulkData\\.${field} \\(since v4\\): not in Bulk Data v3`);
    assert.throws(() => kickOff({ version: 'v3', [field]: 7 }), refused(message));
    assert.ok(kickOff({ version: 'v4', [field]: 7 }));
  });

test('of a server that says nothing no more than v2 is asked (rule 18)', () => {
  const request = { until: '2026-11-22', organizeOutputBy: 'Patient' };
  assert.throws(() => kickOff({}, request), refused(/^until .*, organizeOutputBy .*v2.*version/));
});

test('patients can only be asked for by POST (rule 18)', () => {
  const request: Request = { level: 'patient', patients: ['a'] };
  for (const form of ['get', 'get-repeated', undefined] as const)
    assert.throws(
      () => kickOff(form ? { kickOff: form } : {}, request),
      refused(/^patients: .*POST.*bulkData\.kickOff.*"post"/),
    );
  assert.ok(kickOff({ kickOff: 'post' }, request));
  assert.ok(kickOff({ version: 'v4' }, request));
});

const barring: Capabilities = {
  version: 'v3',
  operation: 'export',
  unsupported: [
    { level: 'group', what: 'Provenance' },
    { level: 'group', what: 'AllergyIntolerance?clinical-status' },
  ],
};
const group = { level: 'group', group: 'a' } as const;

test('a type that the server bars from an export of that level is refused (rule 24)', () => {
  const request = { types: ['Patient', 'Provenance'] };
  assert.throws(
    () => kickOff({}, { ...group, ...request }, barring),
    refused(/^types: the server does not support Provenance in a group export$/),
  );
  assert.ok(kickOff({}, { ...request, level: 'patient' }, barring));
  assert.ok(kickOff({}, group, barring));
});

test('a search that the server bars is refused, whatever its modifier (rule 24)', () => {
  for (const name of ['clinical-status', 'clinical-status:not']) {
    const request = { ...group, typeFilters: [`AllergyIntolerance?${name}=active`] };
    const message = /^typeFilters: .* AllergyIntolerance\?clinical-status in a group export$/;
    assert.throws(() => kickOff({}, request, barring), refused(message));
  }
  const other = { ...group, typeFilters: ['Condition?clinical-status=active'] };
  assert.ok(kickOff({}, other, barring));
});

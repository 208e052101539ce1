import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { bulkDataKickOff } from '../../../../lambdas/dialects/bulk-data/kick-off.ts';
import { type Capabilities, UNKNOWN_CAPABILITIES } from '../../../../lambdas/dialects/dialect.ts';
import type { BulkData } from '../../../../lambdas/settings/bulk-data.ts';
import type { ExportRequest } from '../../../../lambdas/settings/export-request.ts';
import { aRequest } from '../../../fakes/builders.ts';
import { anHl7Source, FHIR_BASE } from './hl7-source.ts';

const kickOff = (
  settings: z.input<typeof BulkData> | undefined,
  request: z.input<typeof ExportRequest> = {},
  { since = null, capabilities = UNKNOWN_CAPABILITIES }: Partial<Also> = {},
) => bulkDataKickOff(anHl7Source(settings), aRequest(request), since, capabilities);
type Also = { since: string | null; capabilities: Capabilities };

const SINCE = '2026-11-21T03:00:00.123+05:30';

test('without options and parameters the kick-off is one that every server supports', () => {
  assert.deepEqual(kickOff(undefined), {
    method: 'GET',
    url: `${FHIR_BASE}/$export`,
    headers: { accept: 'application/fhir+json', prefer: 'respond-async' },
  });
});

test('the level is in the path, and a trailing slash of the base is not doubled (rule 12)', () => {
  assert.equal(kickOff({}, { level: 'patient' }).url, `${FHIR_BASE}/Patient/$export`);
  const group = kickOff({}, { level: 'group', group: 'a.1' });
  assert.equal(group.url, `${FHIR_BASE}/Group/a.1/$export`);
  const slashed = { ...anHl7Source(), baseUrl: `${FHIR_BASE}/` };
  const { url } = bulkDataKickOff(slashed, aRequest(), null, UNKNOWN_CAPABILITIES);
  assert.equal(url, `${FHIR_BASE}/$export`);
});

for (const version of ['v2', 'v3'] as const)
  test(`${version} is kicked off by GET, or by POST if the source says so (rule 13)`, () => {
    assert.equal(kickOff({ version }).method, 'GET');
    assert.equal(kickOff({ version, kickOff: 'get-repeated' }).method, 'GET');
    const post = kickOff({ version, kickOff: 'post' });
    assert.equal(post.method, 'POST');
    assert.equal(post.headers['content-type'], 'application/fhir+json');
    assert.equal(post.body, '{"resourceType":"Parameters"}');
  });

test('v4 is kicked off by POST, and GET is refused (rule 13)', () => {
  assert.equal(kickOff({ version: 'v4' }).method, 'POST');
  assert.equal(kickOff({ version: 'v4', kickOff: 'post' }).method, 'POST');
  for (const form of ['get', 'get-repeated'] as const)
    assert.throws(() => kickOff({ version: 'v4', kickOff: form }), {
      name: 'SettingsInvalid',
      message: /^bulkData\.kickOff: .*v4.*"post"/,
    });
});

test('a POST has no parameters in its URL, which servers may log (rule 13)', () => {
  const request = { types: ['Patient'], typeFilters: ['Patient?active=true'] };
  const { url } = kickOff({ kickOff: 'post' }, request, { since: SINCE });
  assert.equal(url, `${FHIR_BASE}/$export`);
});

test('the filters of a POST are in its body, where no limit of URLs applies (K14)', () => {
  const typeFilters = Array.from({ length: 1000 }, (_, i) => `Patient?_id=${i}`);
  const post = kickOff({ version: 'v3', kickOff: 'post' }, { typeFilters });
  assert.equal(post.url.length, `${FHIR_BASE}/$export`.length);
  assert.equal(JSON.parse(post.body ?? '').parameter.length, 1000);
});

test('the headers request FHIR JSON and an asynchronous response (rule 15)', () => {
  const get = { accept: 'application/fhir+json', prefer: 'respond-async' };
  assert.deepEqual(kickOff({ kickOff: 'get' }).headers, get);
  const post = { ...get, 'content-type': 'application/fhir+json' };
  assert.deepEqual(kickOff({ kickOff: 'post' }).headers, post);
});

test('X-Export-Status is requested if the source says so (rule 16)', () => {
  const { headers } = kickOff({ version: 'v3', separateExportStatus: true });
  assert.equal(headers.prefer, 'respond-async, separate-export-status');
});

test('lenient handling is requested only if the source says so (rule 17)', () => {
  assert.equal(kickOff({ lenient: true }).headers.prefer, 'respond-async, handling=lenient');
  const all = kickOff({ version: 'v3', lenient: true, separateExportStatus: true });
  assert.equal(all.headers.prefer, 'respond-async, handling=lenient, separate-export-status');
});

test('since is sent unchanged, percent-encoded (K12)', () => {
  const { url } = kickOff({}, {}, { since: SINCE });
  assert.equal(url, `${FHIR_BASE}/$export?_since=2026-11-21T03%3A00%3A00.123%2B05%3A30`);
});

test('version and operation are those of the CapabilityStatement, if the source discovers them (rule 24)', () => {
  const capabilities = { version: 'v4', operation: 'export-v4' } as const;
  const discovered = kickOff({}, { level: 'patient' }, { capabilities });
  assert.equal(discovered.method, 'POST');
  assert.equal(discovered.url, `${FHIR_BASE}/Patient/$export-v4`);
  const same = kickOff({ version: 'v4' }, {}, { capabilities });
  assert.equal(same.url, `${FHIR_BASE}/$export-v4`);
});

test('an operation of another version than the source’s is not used (rule 24)', () => {
  const capabilities = { version: 'v4', operation: 'export-v4' } as const;
  const older = kickOff({ version: 'v3' }, {}, { capabilities });
  assert.equal(older.method, 'GET');
  assert.equal(older.url, `${FHIR_BASE}/$export`);
});

type Settings = NonNullable<Parameters<typeof anHl7Source>[0]>;
type Request = Parameters<typeof aRequest>[0];

const refused = (message: RegExp) => ({ name: 'SettingsInvalid', message });

const sinceV3: [string, Settings, Request][] = [
  ['until', {}, { until: '2026-11-22' }],
  ['organizeOutputBy', {}, { organizeOutputBy: 'Patient' }],
  ['bulkData.allowPartialManifests', { allowPartialManifests: true }, {}],
  ['bulkData.separateExportStatus', { separateExportStatus: true }, {}],
];
for (const [field, settings, request] of sinceV3)
  test(`${field} is refused in v2, never left out, and accepted in v3 (rule 18)`, () => {
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

test('without a CapabilityStatement only v2 is requested (rule 18)', () => {
  const request = { until: '2026-11-22', organizeOutputBy: 'Patient' };
  assert.throws(() => kickOff({}, request), refused(/^until .*, organizeOutputBy .*v2.*version/));
});

test('patients need a POST (rule 18)', () => {
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

test('a type that the server does not support at that level is refused (rule 24)', () => {
  const request = { types: ['Patient', 'Provenance'] };
  assert.throws(
    () => kickOff({}, { ...group, ...request }, { capabilities: barring }),
    refused(/^types: the server does not support Provenance in a group export$/),
  );
  assert.ok(kickOff({}, { ...request, level: 'patient' }, { capabilities: barring }));
  assert.ok(kickOff({}, group, { capabilities: barring }));
});

test('a search that the server does not support is refused, whatever its modifier (rule 24)', () => {
  for (const name of ['clinical-status', 'clinical-status:not']) {
    const request = { ...group, typeFilters: [`AllergyIntolerance?${name}=active`] };
    const message = /^typeFilters: .* AllergyIntolerance\?clinical-status in a group export$/;
    assert.throws(() => kickOff({}, request, { capabilities: barring }), refused(message));
  }
  const other = { ...group, typeFilters: ['Condition?clinical-status=active'] };
  assert.ok(kickOff({}, other, { capabilities: barring }));
});

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

test('without settings and parameters all is asked for, as any server can be', () => {
  assert.deepEqual(kickOff(undefined), {
    method: 'GET',
    url: `${FHIR_BASE}/$export`,
    headers: { accept: 'application/fhir+json', prefer: 'respond-async' },
  });
});

test('the level is in the path, and a slash at the base’s end is not doubled (rule 12)', () => {
  assert.equal(kickOff({}, { level: 'patient' }).url, `${FHIR_BASE}/Patient/$export`);
  const group = kickOff({}, { level: 'group', group: 'a.1' });
  assert.equal(group.url, `${FHIR_BASE}/Group/a.1/$export`);
  const slashed = { ...anHl7Source(), baseUrl: `${FHIR_BASE}/` };
  const { url } = bulkDataKickOff(slashed, aRequest(), null, UNKNOWN_CAPABILITIES);
  assert.equal(url, `${FHIR_BASE}/$export`);
});

for (const version of ['v2', 'v3'] as const)
  test(`${version} is asked by GET, and by POST where the source says so (rule 13)`, () => {
    assert.equal(kickOff({ version }).method, 'GET');
    assert.equal(kickOff({ version, kickOff: 'get-repeated' }).method, 'GET');
    const post = kickOff({ version, kickOff: 'post' });
    assert.equal(post.method, 'POST');
    assert.equal(post.headers['content-type'], 'application/fhir+json');
    assert.equal(post.body, '{"resourceType":"Parameters"}');
  });

test('v4 is asked by POST, and a source that says GET is refused (rule 13)', () => {
  assert.equal(kickOff({ version: 'v4' }).method, 'POST');
  assert.equal(kickOff({ version: 'v4', kickOff: 'post' }).method, 'POST');
  for (const form of ['get', 'get-repeated'] as const)
    assert.throws(() => kickOff({ version: 'v4', kickOff: form }), {
      name: 'SettingsInvalid',
      message: /^bulkData\.kickOff: .*v4.*"post"/,
    });
});

test('a POST has nothing in its URL, which the server may log (rule 13)', () => {
  const request = { types: ['Patient'], typeFilters: ['Patient?active=true'] };
  const { url } = kickOff({ kickOff: 'post' }, request, { since: SINCE });
  assert.equal(url, `${FHIR_BASE}/$export`);
});

test('many filters go into the body, where no server’s limit on URLs reaches (K14)', () => {
  const typeFilters = Array.from({ length: 1000 }, (_, i) => `Patient?_id=${i}`);
  const post = kickOff({ version: 'v3', kickOff: 'post' }, { typeFilters });
  assert.equal(post.url.length, `${FHIR_BASE}/$export`.length);
  assert.equal(JSON.parse(post.body ?? '').parameter.length, 1000);
});

test('the answer is asked for as FHIR’s JSON, and not at once (rule 15)', () => {
  const get = { accept: 'application/fhir+json', prefer: 'respond-async' };
  assert.deepEqual(kickOff({ kickOff: 'get' }).headers, get);
  const post = { ...get, 'content-type': 'application/fhir+json' };
  assert.deepEqual(kickOff({ kickOff: 'post' }).headers, post);
});

test('a header of the job’s own is asked for where the source says so (rule 16)', () => {
  const { headers } = kickOff({ version: 'v3', separateExportStatus: true });
  assert.equal(headers.prefer, 'respond-async, separate-export-status');
});

test('the server may pass over parameters only where the source says so (rule 17)', () => {
  assert.equal(kickOff({ lenient: true }).headers.prefer, 'respond-async, handling=lenient');
  const all = kickOff({ version: 'v3', lenient: true, separateExportStatus: true });
  assert.equal(all.headers.prefer, 'respond-async, handling=lenient, separate-export-status');
});

test('the since is sent as it is, percent-encoded (K12)', () => {
  const { url } = kickOff({}, {}, { since: SINCE });
  assert.equal(url, `${FHIR_BASE}/$export?_since=2026-11-21T03%3A00%3A00.123%2B05%3A30`);
});

test('the version and the name of the operation are the server’s, where it says so (rule 24)', () => {
  const capabilities = { version: 'v4', operation: 'export-v4' } as const;
  const discovered = kickOff({}, { level: 'patient' }, { capabilities });
  assert.equal(discovered.method, 'POST');
  assert.equal(discovered.url, `${FHIR_BASE}/Patient/$export-v4`);
  const same = kickOff({ version: 'v4' }, {}, { capabilities });
  assert.equal(same.url, `${FHIR_BASE}/$export-v4`);
});

test('a name of another version is not that of the one the source sets (rule 24)', () => {
  const capabilities = { version: 'v4', operation: 'export-v4' } as const;
  const older = kickOff({ version: 'v3' }, {}, { capabilities });
  assert.equal(older.method, 'GET');
  assert.equal(older.url, `${FHIR_BASE}/$export`);
});

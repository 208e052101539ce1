import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { type Dialect, UNKNOWN_CAPABILITIES } from '../../../../lambdas/dialects/dialect.ts';
import { dialectOf } from '../../../../lambdas/dialects/dialects.ts';
import {
  oneUpGateway,
  oneUpKickOff,
  oneUpMte,
  oneUpSte,
} from '../../../../lambdas/dialects/one-up/one-up.ts';
import type { ExportRequest } from '../../../../lambdas/settings/export-request.ts';
import type { Source } from '../../../../lambdas/settings/source.ts';
import { aRequest, aSource, BASE_URL } from '../../../fakes/builders.ts';

const answer = (status: number, text = '', headers = {}) => ({
  status,
  headers,
  text,
  url: `${BASE_URL}/$export`,
});
const job = { 'content-location': 'job/1' };
const accepted = { kind: 'accepted', statusLink: 'job/1', statusHeader: false };
const list = '{"output":[]}';
const notABulkServer = { name: 'NotABulkServer' };

test('each name has its dialect, and only single tenant deletes, and only running jobs (1up 4)', () => {
  assert.equal(dialectOf({ dialect: '1up-ste' }), oneUpSte);
  assert.equal(dialectOf({ dialect: '1up-mte' }), oneUpMte);
  assert.equal(dialectOf({ dialect: '1up-gateway' }), oneUpGateway);
  assert.deepEqual(
    [oneUpSte, oneUpMte, oneUpGateway].map(({ deletes }) => deletes),
    [true, false, false].map((running) => ({ running, finished: false })),
  );
});

test('no CapabilityStatement is needed, as 1upHealth documents its kick-off (1up 5)', () => {
  for (const dialect of [oneUpSte, oneUpMte, oneUpGateway])
    assert.equal(dialect.needsCapabilities(aSource()), false);
});

for (const status of [200, 201, 202, 204])
  test(`in single tenant ${status} with a Content-Location is accepted (K7)`, () => {
    assert.deepEqual(oneUpSte.readKickOff(answer(status, list, job)), accepted);
  });

test('in single tenant a response without Content-Location is NotABulkServer (K6)', () => {
  for (const text of ['', list, '<html>'])
    assert.throws(() => oneUpSte.readKickOff(answer(202, text)), notABulkServer);
});

test('in multi tenant the response is the list itself, which may be empty (M1)', () => {
  assert.deepEqual(oneUpMte.readKickOff(answer(200, list)), { kind: 'manifest' });
});

const noLists = ['', '<html>login</html>', '{}', '[]', 'null', '{"output":{}}', '{"output":null}'];
for (const text of noLists)
  test(`in multi tenant ${text || 'nothing'} is NotABulkServer (K13)`, () => {
    assert.throws(() => oneUpMte.readKickOff(answer(200, text)), notABulkServer);
    assert.throws(() => oneUpGateway.readKickOff(answer(200, text)), notABulkServer);
  });

test('the gateway’s response is a job if it has a Content-Location, else a list (K7)', () => {
  assert.deepEqual(oneUpGateway.readKickOff(answer(202, '', job)), accepted);
  assert.deepEqual(oneUpGateway.readKickOff(answer(200, list, job)), accepted);
  assert.deepEqual(oneUpGateway.readKickOff(answer(200, list)), { kind: 'manifest' });
});

const source = aSource();
const url = (request = aRequest(), since: string | null = null, from = source) =>
  oneUpKickOff(from, request, since).url;

test('without parameters everything is requested', () => {
  assert.deepEqual(oneUpKickOff(source, aRequest(), null), {
    method: 'GET',
    url: `${BASE_URL}/$export`,
    headers: { accept: 'application/json' },
  });
});

test('types are one comma-separated list without spaces (1up 5)', () => {
  const request = aRequest({ types: ['Patient', 'Condition'] });
  assert.equal(url(request), `${BASE_URL}/$export?_type=Patient,Condition`);
});

test('since is sent unchanged, percent-encoded (K12)', () => {
  const since = '2026-11-21T03:00:00.123+05:30';
  const asked = url(aRequest({ types: ['Patient'] }), since);
  assert.equal(
    asked,
    `${BASE_URL}/$export?_type=Patient&_since=2026-11-21T03%3A00%3A00.123%2B05%3A30`,
  );
  assert.equal(new URL(asked).searchParams.get('_since'), since);
});

test('a group is in the path', () => {
  const request = aRequest({ level: 'group', group: 'a.1' });
  assert.equal(url(request), `${BASE_URL}/Group/a.1/$export`);
});

test('a trailing slash of the base is not doubled', () => {
  const slashed = aSource({ baseUrl: `${BASE_URL}/` });
  assert.equal(url(aRequest(), null, slashed), `${BASE_URL}/$export`);
});

test('the patient level, which 1upHealth does not document, is refused', () => {
  const request = aRequest({ level: 'patient' });
  for (const dialect of [oneUpSte, oneUpMte, oneUpGateway])
    assert.throws(() => dialect.kickOff(source, request, null, UNKNOWN_CAPABILITIES), {
      name: 'SettingsInvalid',
    });
});

const narrowing: z.input<typeof ExportRequest>[] = [
  { until: '2026-11-22' },
  { typeFilters: ['Observation?status=final'] },
  { elements: ['id'] },
  { level: 'group', group: 'a', patients: ['p1'] },
  { includeAssociatedData: ['LatestProvenanceResources'] },
  { organizeOutputBy: 'Patient' },
  { parameters: { _mdm: 'true' } },
];
for (const request of narrowing) {
  const field = Object.keys(request).at(-1) ?? '';
  test(`${field}, which 1upHealth does not document, is refused and never left out (K8)`, () => {
    const message = `${field}: not supported by 1upHealth`;
    assert.throws(() => url(aRequest(request)), { name: 'SettingsInvalid', message });
  });
}

test('multi tenant exports groups to client headers only (1up 3)', () => {
  const group = aRequest({ level: 'group', group: 'a' });
  const auth = {
    kind: 'client-credentials',
    secret: 'a',
    tokenUrl: 'https://auth.example',
  } as const;
  const bearer = aSource({ auth });
  const urlOf = (dialect: Dialect, from: Source, request: ExportRequest) =>
    dialect.kickOff(from, request, null, UNKNOWN_CAPABILITIES).url;
  assert.throws(() => urlOf(oneUpMte, bearer, group), { name: 'SettingsInvalid' });
  assert.equal(urlOf(oneUpMte, source, group), `${BASE_URL}/Group/a/$export`);
  assert.equal(urlOf(oneUpMte, bearer, aRequest()), `${BASE_URL}/$export`);
  assert.equal(urlOf(oneUpSte, bearer, group), `${BASE_URL}/Group/a/$export`);
});

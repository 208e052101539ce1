import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRequest } from '../../../lambdas/3-plan/check-request.ts';
import { UNKNOWN_CAPABILITIES } from '../../../lambdas/dialects/dialect.ts';
import { dialectOf } from '../../../lambdas/dialects/dialects.ts';
import { oneUpKickOff } from '../../../lambdas/dialects/one-up/one-up.ts';
import type { BulkData } from '../../../lambdas/settings/bulk-data.ts';
import { aJob, aManifest, aRequest, aSource, BASE_URL, EXPORT_ID } from '../../fakes/builders.ts';
import { planWorld } from './plan-world.ts';

const source = aSource();
const SINCE = '2026-11-21T03:00:00.000+00:00';
const types = ['Patient', 'Condition'];
const asked = aJob({ request: aRequest({ types }), since: SINCE });
const plain = aJob();
const group = aJob({ request: aRequest({ level: 'group', group: 'a.1' }) });

const base = 'https://analytics.example/bulk-data/r4';
const encodedSince = encodeURIComponent(SINCE);

const accepted: [string, string | undefined, typeof plain][] = [
  ['nothing', undefined, asked],
  ['what was sent', oneUpKickOff(source, asked.request, SINCE).url, asked],
  ['what was sent of a group', oneUpKickOff(source, group.request, null).url, group],
  ['no query at all', `${base}/$export`, asked],
  ['a path', `/bulk-data/r4/$export?_type=Patient,Condition&_since=${encodedSince}`, asked],
  ['method and URL', `GET ${base}/$export?_type=Patient,Condition&_since=${encodedSince}`, asked],
  [
    'other hosts',
    `http://10.0.0.7:8080/$export?_type=Patient,Condition&_since=${encodedSince}`,
    asked,
  ],
  ['another order', `${base}/$export?_since=${encodedSince}&_type=Condition,Patient`, asked],
  ['repeated types', `${base}/$export?_type=Patient&_type=Condition&_since=${encodedSince}`, asked],
  ['types in lower case', `${base}/$export?_type=patient,condition&_since=${encodedSince}`, asked],
  ['the same moment', `${base}/$export?_type=Patient,Condition&_since=2026-11-21T03:00:00Z`, asked],
  ['an offset not encoded', `${base}/$export?_type=Patient,Condition&_since=${SINCE}`, asked],
  ['more parameters', `${base}/$export?_outputFormat=ndjson`, plain],
  ['no URL', 'http://', plain],
];
for (const [what, echo, job] of accepted)
  test(`an echo of ${what} is accepted (M13)`, () => checkRequest(echo, job, source));

const refusedEchoes: [string, string, typeof plain, RegExp][] = [
  ['types that were dropped', `${base}/$export?_since=${encodedSince}`, asked, /dropped _type/],
  ['fewer types', `${base}/$export?_type=Patient&_since=${encodedSince}`, asked, /another _type/],
  [
    'more types',
    `${base}/$export?_type=Patient,Condition,Claim&_since=${encodedSince}`,
    asked,
    /another _type/,
  ],
  ['types that were not requested', `${base}/$export?_type=Patient`, plain, /another _type/],
  ['a since that was dropped', `${base}/$export?_type=Patient,Condition`, asked, /dropped _since/],
  [
    'another since',
    `${base}/$export?_type=Patient,Condition&_since=2026-11-21T03:00:01Z`,
    asked,
    /another _since/,
  ],
  [
    'a since that was not requested',
    `${base}/$export?_since=${encodedSince}`,
    plain,
    /another _since/,
  ],
  ['another group', `${base}/Group/b/$export`, group, /another group/],
  ['no group', `${base}/$export`, group, /another group/],
  ['a group that was not requested', `${base}/Group/a.1/$export`, plain, /another group/],
  ['a group that is not an id', `${base}/Group/%E0%A4%A/$export`, group, /another group/],
];
for (const [what, echo, job, message] of refusedEchoes)
  test(`an echo of ${what} is refused (M13)`, () => {
    assert.throws(() => checkRequest(echo, job, source), { name: 'ManifestRefused', message });
  });

/** Echoes of a kick-off with all the parameters of the HL7 guide (M13). */

const hl7 = (bulkData: Partial<BulkData> = {}) => aSource({ dialect: 'bulk-data', bulkData });
const since = '2026-11-21T03:00:00+01:00';
const filters = [
  'Observation?code=a,b&status=final',
  'Condition?recorded-date=ge2020-01-01T00:00:00%2B02:00',
];
const v2 = {
  types: ['Observation', 'Condition'],
  typeFilters: filters,
  elements: ['id', 'Condition.code'],
  includeAssociatedData: ['LatestProvenanceResources'],
  parameters: { _mdm: 'true', tag: ['a b', 'c'] },
};
const v3 = { ...v2, until: '2026-11-22', organizeOutputBy: 'Patient' };

const forms: [string, Partial<BulkData>, typeof v2][] = [
  ['v2 as comma lists', { version: 'v2' }, v2],
  ['v2 with repeated parameters', { version: 'v2', kickOff: 'get-repeated' }, v2],
  ['v3 as comma lists', { version: 'v3' }, v3],
  ['v3 with repeated parameters', { version: 'v3', kickOff: 'get-repeated' }, v3],
  ['v3 by POST', { version: 'v3', kickOff: 'post' }, v3],
  ['v4 by POST', { version: 'v4' }, v3],
];
for (const [what, bulkData, changes] of forms)
  test(`an echo of what was sent in ${what} is accepted (M13)`, () => {
    const source = hl7(bulkData);
    const job = aJob({ request: aRequest(changes), since });
    const { url } = dialectOf(source).kickOff(source, job.request, since, UNKNOWN_CAPABILITIES);
    checkRequest(url, job, source);
    checkRequest(url.replaceAll('%2C', ','), job, source);
  });

const patients = aRequest({ level: 'patient', patients: ['p1', 'p2'] });
for (const query of ['patient=p1,p2', 'patient=Patient/p2&patient=Patient%2Fp1'])
  test(`an echo of patients as ${query} is accepted (M13)`, () => {
    checkRequest(`${BASE_URL}/Patient/$export?${query}`, aJob({ request: patients }), hl7());
  });

const wide = aRequest();
const one = {
  _typeFilter: aRequest({ typeFilters: ['Observation?status=final'] }),
  _elements: aRequest({ elements: ['id'] }),
  _until: aRequest({ until: '2026-11-22' }),
  patient: patients,
  includeAssociatedData: aRequest({ includeAssociatedData: ['_a'] }),
  organizeOutputBy: aRequest({ organizeOutputBy: 'Patient' }),
  _mdm: aRequest({ parameters: { _mdm: 'true' } }),
};
const other = 'exported for another';
const refused: [string, keyof typeof one, string, string][] = [
  ['a filter that was dropped', '_typeFilter', '_outputFormat=a', 'dropped'],
  ['another filter', '_typeFilter', '_typeFilter=Observation?status=amended', other],
  ['half a list of patients', 'patient', 'patient=p1', other],
  ['patients that were dropped', 'patient', '_outputFormat=a', 'dropped'],
  ['more elements', '_elements', '_elements=id,name', other],
  ['elements that were dropped', '_elements', '_elements=', 'dropped'],
  ['a later end', '_until', '_until=2026-11-22T00:00:01Z', other],
  ['an end that is not a time', '_until', '_until=marker', other],
  ['associated data that were dropped', 'includeAssociatedData', 'a=b', 'dropped'],
  ['output that is organized by another', 'organizeOutputBy', 'organizeOutputBy=Group', other],
  ['a parameter of this server that was dropped', '_mdm', 'a=b', 'dropped'],
  ['another value of such a parameter', '_mdm', '_mdm=false', other],
];
for (const [what, name, query, verb] of refused)
  test(`an echo of ${what} is refused and not quoted (M13)`, () => {
    const echo = `${BASE_URL}/$export?${query}`;
    assert.throws(
      () => checkRequest(echo, aJob({ request: one[name] }), hl7()),
      (error: Error) => {
        assert.equal(error.name, 'ManifestRefused');
        assert(error.message.includes(`${verb} `) && error.message.includes(` ${name} `));
        return !error.message.includes('marker');
      },
    );
  });

const unasked = ['_typeFilter=A?b', '_elements=id', '_until=2026-11-22', 'patient=p1'];
for (const query of unasked)
  test(`an echo of ${query}, which was not requested, is refused (M13)`, () => {
    const check = () =>
      checkRequest(`${BASE_URL}/$export?${query}`, aJob({ request: wide }), hl7());
    assert.throws(check, { name: 'ManifestRefused', message: /another/ });
  });

test('with handling=lenient a parameter may be dropped, but not differ (rule 17)', () => {
  const lenient = hl7({ lenient: true });
  const job = aJob({ request: one._elements, since });
  checkRequest(`${BASE_URL}/$export?_outputFormat=a`, job, lenient);
  const check = () => checkRequest(`${BASE_URL}/$export?_elements=name`, job, lenient);
  assert.throws(check, { name: 'ManifestRefused', message: /another _elements/ });
});

/** A server that is asked with `handling=lenient` may drop `_type` (rule 17, K8). */

const listing = (...types: string[]) =>
  aManifest({ output: types.map((type) => ({ type, url: `/f/${type}` })) });

const worldOf = (lenient: boolean, ...types: string[]) =>
  planWorld(
    listing(...types),
    { request: aRequest({ types: ['Patient'] }) },
    aSource({ dialect: 'bulk-data', bulkData: { lenient } }),
  );

test('with handling=lenient types that were not requested are planned and logged (rule 17)', async () => {
  const { plan, log } = await worldOf(true, 'Patient', 'Provenance', 'Claim');
  assert.equal((await plan()).files, 3);
  const [warned] = log.lines;
  assert.deepEqual(warned, {
    ...{ level: 'warn', event: 'plan.unasked' },
    fields: { exportId: EXPORT_ID, types: 'Claim,Provenance' },
  });
});

test('with handling=lenient requested types are not logged (rule 17)', async () => {
  const { plan, log } = await worldOf(true, 'Patient');
  await plan();
  assert.deepEqual(
    log.lines.map(({ event }) => event),
    ['plan.done'],
  );
});

test('without handling=lenient types that were not requested are refused (M13)', async () => {
  const { plan } = await worldOf(false, 'Patient', 'Provenance');
  await assert.rejects(plan(), { name: 'ManifestRefused', message: /lists Provenance/ });
});

test('with handling=lenient a type that is not a resource type is refused too (M8)', async () => {
  const { plan } = await worldOf(true, 'Patient', '../x');
  await assert.rejects(plan(), { name: 'ManifestRefused', message: /not a FHIR resource type/ });
});

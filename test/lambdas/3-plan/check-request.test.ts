import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRequest } from '../../../lambdas/3-plan/check-request.ts';
import { oneUpKickOff } from '../../../lambdas/dialects/one-up/kick-off.ts';
import { aJob, aRequest, aSource } from '../../fakes/builders.ts';

const source = aSource();
const SINCE = '2026-11-21T03:00:00.000+00:00';
const types = ['Patient', 'Condition'];
const asked = aJob({ request: aRequest({ types }), since: SINCE });
const plain = aJob();
const group = aJob({ request: aRequest({ level: 'group', group: 'a.1' }) });

const base = 'https://analytics.example/bulk-data/r4';
const since = encodeURIComponent(SINCE);

const accepted: [string, string | undefined, typeof plain][] = [
  ['nothing', undefined, asked],
  ['what was sent', oneUpKickOff(source, asked.request, SINCE).url, asked],
  ['what was sent of a group', oneUpKickOff(source, group.request, null).url, group],
  ['no query at all', `${base}/$export`, asked],
  ['a path', `/bulk-data/r4/$export?_type=Patient,Condition&_since=${since}`, asked],
  ['method and URL', `GET ${base}/$export?_type=Patient,Condition&_since=${since}`, asked],
  ['other hosts', `http://10.0.0.7:8080/$export?_type=Patient,Condition&_since=${since}`, asked],
  ['another order', `${base}/$export?_since=${since}&_type=Condition,Patient`, asked],
  ['repeated types', `${base}/$export?_type=Patient&_type=Condition&_since=${since}`, asked],
  ['types in lower case', `${base}/$export?_type=patient,condition&_since=${since}`, asked],
  ['the same moment', `${base}/$export?_type=Patient,Condition&_since=2026-11-21T03:00:00Z`, asked],
  ['an offset not encoded', `${base}/$export?_type=Patient,Condition&_since=${SINCE}`, asked],
  ['more parameters', `${base}/$export?_outputFormat=ndjson`, plain],
  ['no URL', 'http://', plain],
];
for (const [what, echo, job] of accepted)
  test(`an echo of ${what} is accepted (M13)`, () => checkRequest(echo, job, source));

const refused: [string, string, typeof plain, RegExp][] = [
  ['types that were dropped', `${base}/$export?_since=${since}`, asked, /dropped the _type/],
  ['fewer types', `${base}/$export?_type=Patient&_since=${since}`, asked, /another _type/],
  [
    'more types',
    `${base}/$export?_type=Patient,Condition,Claim&_since=${since}`,
    asked,
    /another _type/,
  ],
  ['types nobody asked for', `${base}/$export?_type=Patient`, plain, /another _type/],
  [
    'a since that was dropped',
    `${base}/$export?_type=Patient,Condition`,
    asked,
    /dropped the _since/,
  ],
  [
    'another since',
    `${base}/$export?_type=Patient,Condition&_since=2026-11-21T03:00:01Z`,
    asked,
    /another _since/,
  ],
  ['a since nobody asked for', `${base}/$export?_since=${since}`, plain, /another _since/],
  ['another group', `${base}/Group/b/$export`, group, /another group/],
  ['no group', `${base}/$export`, group, /another group/],
  ['a group nobody asked for', `${base}/Group/a.1/$export`, plain, /another group/],
  ['a group that is no id', `${base}/Group/%E0%A4%A/$export`, group, /another group/],
];
for (const [what, echo, job, message] of refused)
  test(`an echo of ${what} is refused (M13)`, () => {
    assert.throws(() => checkRequest(echo, job, source), { name: 'ManifestRefused', message });
  });

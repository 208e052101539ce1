import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobRecord } from '../../../lambdas/lake/export-records.ts';
import type { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { aRequest, aSource, BASE_URL, keys } from '../../fakes/builders.ts';
import { planWorld, writtenKeys } from './plan-world.ts';

const ROOT = `${BASE_URL}/$bulk-publish`;
const source = aSource({ dialect: 'bulk-publish' });
const job: Partial<JobRecord> = {
  job: { kind: 'publication', publicationCursor: { root: ROOT, page: ROOT } },
};

const aPage = (transactionTime: string, types: (string | null)[], changes: object = {}) =>
  JSON.stringify({
    ...{ transactionTime, requiresAccessToken: false },
    output: types.map((type, i) => ({ ...(type && { type }), url: `${transactionTime}/${i}` })),
    ...changes,
  });

const DAYS = ['2026-11-20T00:00:00Z', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'] as const;
const planned = (pages: string[], request: Partial<ExportRequest> = {}, more: object = {}) =>
  planWorld(pages, { ...job, request: aRequest(request), ...more }, source);

test('the export has the time of the last page of a chain', async () => {
  const { plan, json } = await planned(DAYS.map((day) => aPage(day, ['Patient'])));
  assert.equal((await plan()).files, 3);
  const { transactionTime, exportDate } = await json(keys.plan);
  assert.deepEqual([transactionTime, exportDate], [DAYS[2], '2026-11-21']);
});

const refusals: [string, string[], object][] = [
  ['that go back in time', [aPage(DAYS[2], []), aPage(DAYS[0], []), aPage(DAYS[2], [])], {}],
  ['without a time', [aPage('marker', []), aPage(DAYS[2], [])], {}],
  ['of the future (M12)', [aPage(DAYS[0], []), aPage('2027-01-01T00:00:00Z', [])], {}],
  ['older than the last commit (M12)', [aPage(DAYS[0], [])], { lastTransactionTime: DAYS[2] }],
  [
    'that disagree on the token',
    [aPage(DAYS[0], []), aPage(DAYS[0], [], { requiresAccessToken: true })],
    {},
  ],
  ['with a type that is none (M8)', [aPage(DAYS[0], ['../x'])], {}],
];
for (const [what, pages, more] of refusals)
  test(`pages of a publication ${what} are refused`, async () => {
    const { plan, storage } = await planned(pages, {}, more);
    await assert.rejects(plan(), { name: 'ManifestRefused' });
    assert.deepEqual(writtenKeys(storage.objects), []);
  });

test('a root older than the last commit is accepted if its chain ends later', async () => {
  const pages = [aPage(DAYS[0], []), aPage(DAYS[2], [])];
  const { plan } = await planned(pages, {}, { lastTransactionTime: DAYS[2] });
  assert.equal((await plan()).files, 0);
});

test('of a publication only files of the requested types and deletions are planned', async () => {
  const page = aPage(DAYS[0], ['Patient', 'Claim', 'Condition'], { deleted: [{ url: 'd' }] });
  const { plan, json } = await planned([page], {
    types: ['Patient', 'condition'.replace('c', 'C')],
  });
  assert.equal((await plan()).files, 3);
  const units = await Promise.all([1, 2, 3].map((unit) => json(keys.unit(unit))));
  const files = units.flatMap((unit) => unit?.files ?? []);
  const places = files.map(({ type, entry }) => `${type} ${entry}`).sort();
  assert.deepEqual(places, ['Condition 3', 'Patient 1', 'bulk_deleted 1']);
});

test('files of several types are planned, unless types were requested', async () => {
  const page = aPage(DAYS[0], [null], { outputOrganizedBy: 'Organization' });
  assert.equal((await (await planned([page])).plan()).files, 1);
  const { plan } = await planned([page], { types: ['Patient'] });
  await assert.rejects(plan(), { name: 'ManifestRefused', message: /request no types/ });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobRecord } from '../../../lambdas/lake/export-records.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import { decide } from '../../../lambdas/settlement/decision.ts';
import { aJob, aSource, BASE_URL, EXPORT_ID, keys, STATUS_URL } from '../../fakes/builders.ts';
import { cleanUpWorld } from '../clean-up/clean-up-world.ts';

/** What becomes of the server's job of an abandoned export (O5, rule 48). */

const page = { url: STATUS_URL, expires: null };
/** Progress of the job, by the pages of its manifest. */
const JOBS = {
  running: undefined,
  'running, with pages': { pages: [page], cursor: STATUS_URL },
  finished: { pages: [page], cursor: null },
};
const PLACE = `${BASE_URL}/$export`;
type Policy = Source['deleteJob'];

const world = (deleteJob: Policy, job: keyof typeof JOBS) => {
  const pages = JOBS[job];
  const source = aSource({ dialect: 'bulk-data', deleteJob });
  return cleanUpWorld({ source, ...(pages && { pages }) });
};

/** By policy and state of the job: the result for a failed and for a cancelled export. */
const table: [Policy, keyof typeof JOBS, string, string][] = [
  ['never', 'running', 'kept', 'kept'],
  ['never', 'running, with pages', 'kept', 'kept'],
  ['never', 'finished', 'kept', 'kept'],
  ['after-publish', 'running', 'deleted', 'deleted'],
  ['after-publish', 'running, with pages', 'deleted', 'deleted'],
  ['after-publish', 'finished', 'kept', 'deleted'],
  ['on-failure', 'running', 'deleted', 'deleted'],
  ['on-failure', 'running, with pages', 'deleted', 'deleted'],
  ['on-failure', 'finished', 'deleted', 'deleted'],
];
for (const [policy, job, failed, cancelled] of table)
  test(`with deleteJob ${policy}, a ${job} job is ${failed}; after a cancel, ${cancelled} (O5)`, async () => {
    const one = await world(policy, job);
    await one.cleanUp();
    const other = await world(policy, job);
    await decide(EXPORT_ID, 'abandon', other.storage, 'Cancelled');
    await other.cleanUp({ Error: 'ABORTED' });
    for (const [made, expected] of [
      [one, failed],
      [other, cancelled],
    ] as const) {
      assert.equal((await made.failure()).serverJob, expected);
      assert.equal(made.http.requests.length, expected === 'deleted' ? 1 : 0);
    }
  });

/** The server could not be asked, or not log us in: of the job that says nothing (P4). */
const UNASKED = [
  'CredentialRefused',
  'LinkRefused',
  'NotABulkServer',
  'ServerBusy',
  'ServerUnavailable',
  'StatusMalformed',
];
for (const error of UNASKED)
  test(`after ${error} a running job is kept for a resume, unless deleteJob is on-failure (P4, O5)`, async () => {
    for (const job of ['running', 'running, with pages'] as const)
      for (const [policy, serverJob] of [
        ['after-publish', 'kept'],
        ['never', 'kept'],
        ['on-failure', 'deleted'],
      ] as const) {
        const { cleanUp, failure } = await world(policy, job);
        await cleanUp({ Error: error });
        assert.equal((await failure()).serverJob, serverJob);
      }
  });

for (const error of ['ServerJobFailed', 'ServerJobGone', 'DeadlineExceeded', 'ManifestRefused'])
  test(`after ${error} a running job is deleted: nobody will fetch its files (O5)`, async () => {
    const { cleanUp, failure } = await world('after-publish', 'running');
    await cleanUp({ Error: error });
    assert.equal((await failure()).serverJob, 'deleted');
  });

test('1up’s single tenant cancels a running job, and has no DELETE for a finished one (O5)', async () => {
  const source = aSource({ deleteJob: 'on-failure' });
  const running = await cleanUpWorld({ source });
  await running.cleanUp();
  assert.equal((await running.failure()).serverJob, 'deleted');
  const finished = await cleanUpWorld({ source, pages: JOBS.finished });
  await finished.cleanUp();
  assert.equal((await finished.failure()).serverJob, 'not-deletable');
  assert.equal(finished.http.requests.length, 0);
});

for (const source of ['birch', 'toString'])
  test(`a job of a source ${source}, which is no longer in the settings, is kept`, async () => {
    const { cleanUp, failure, lease, http } = await cleanUpWorld({ job: aJob({ source }) });
    assert.equal((await cleanUp()).kind, 'failed');
    assert.equal((await failure()).serverJob, 'kept');
    assert.equal(http.requests.length, 0);
    assert.equal((await lease()).kind, 'free');
  });

const jobless: [string, JobRecord['job'], Policy][] = [
  ['a list of files that came at once', { kind: 'complete', manifestUrl: PLACE }, 'after-publish'],
  [
    'a publication',
    { kind: 'publication', publicationCursor: { root: PLACE, page: PLACE } },
    'never',
  ],
];
for (const [what, job, deleteJob] of jobless)
  test(`${what} has no job to keep`, async () => {
    const { cleanUp, failure, http } = await cleanUpWorld({
      ...{ job: aJob({ job }), source: aSource({ deleteJob }) },
      pages: { pages: [{ url: PLACE, expires: null }], cursor: null },
    });
    await cleanUp();
    assert.equal((await failure()).serverJob, 'none');
    assert.equal(http.requests.length, 0);
  });

test('a failed DELETE still leaves a failure and a free lease', async () => {
  for (const [answer, serverJob] of [
    ['lost', 'delete-failed'],
    [{ status: 403 }, 'not-deletable'],
  ] as const) {
    const { cleanUp, failure, lease } = await cleanUpWorld({ answer });
    await cleanUp();
    assert.equal((await failure()).serverJob, serverJob);
    assert.equal((await lease()).kind, 'free');
  }
});

test('a second Clean up does not ask about the job again', async () => {
  const { cleanUp, failure, http, storage } = await world('after-publish', 'finished');
  await cleanUp();
  await storage.put(keys.decision, '{"decision":"abandon","reason":"Cancelled"}');
  await cleanUp();
  assert.equal((await failure()).serverJob, 'kept');
  assert.equal(http.requests.length, 0);
});

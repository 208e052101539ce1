import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Begin } from '../../../lambdas/lake/export-records.ts';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { aJob, aRequestRecord, aSource, keys, STATUS_URL } from '../../fakes/builders.ts';
import { cleanUpWorld } from './clean-up-world.ts';

/** Jobs that a failing export did not kick off itself are not its to delete (O5). */

const FIRST_ID = 'acme-20261121T030000Z-000001';
const adopt: Begin = { kind: 'adopt', statusUrl: STATUS_URL };
const resume: Begin = { kind: 'resume', exportId: FIRST_ID };
const page = { url: STATUS_URL, expires: null };
const running = { pages: [page], cursor: STATUS_URL };
const finished = { pages: [page], cursor: null };
const CANCELLED = { Error: 'Cancelled' };

/** The policy that deletes most. */
const source = aSource({ dialect: 'bulk-data', deleteJob: 'on-failure' });

for (const failure of [undefined, CANCELLED])
  for (const [what, pages] of [
    ['never answered', undefined],
    ['runs', running],
    ['is finished', finished],
  ] as const)
    test(`an adopted job that ${what} is kept by an export that ${failure ? 'is cancelled' : 'fails'}`, async () => {
      const made = await cleanUpWorld({ source, begin: adopt, ...(pages && { pages }) });
      await made.cleanUp(failure);
      assert.equal((await made.failure()).serverJob, 'kept');
      assert.deepEqual(made.http.requests, []);
    });

/** An export that resumes the job of an earlier one. */
async function resuming(pages?: typeof running | typeof finished, first?: Begin) {
  const job = aJob({ dataExportId: FIRST_ID });
  const made = await cleanUpWorld({ source, job, begin: resume, ...(pages && { pages }) });
  const asked = aRequestRecord(first && { begin: first });
  await writeRecord(exportKeys(FIRST_ID).request, asked, made.storage);
  return made;
}

for (const failure of [undefined, CANCELLED])
  test(`a resume that ${failure ? 'is cancelled' : 'fails'} before its first page keeps the job`, async () => {
    const made = await resuming();
    await made.cleanUp(failure);
    assert.equal((await made.failure()).serverJob, 'kept');
    assert.deepEqual(made.http.requests, []);
  });

test('from its first page on, a resuming export settles the job like any other', async () => {
  const made = await resuming(finished);
  await made.cleanUp();
  assert.equal((await made.failure()).serverJob, 'deleted');
});

test('an adopted job stays adopted through a chain of resumes', async () => {
  const made = await resuming(finished, adopt);
  await made.cleanUp(CANCELLED);
  assert.equal((await made.failure()).serverJob, 'kept');
  assert.deepEqual(made.http.requests, []);
});

test('a late Clean up leaves the job to the export that has resumed this one', async () => {
  const made = await cleanUpWorld({ source, pages: finished });
  await writeRecord(keys.resumed, { by: 'acme-later' }, made.storage);
  await made.cleanUp(CANCELLED);
  assert.equal((await made.failure()).serverJob, 'kept');
  assert.deepEqual(made.http.requests, []);
});

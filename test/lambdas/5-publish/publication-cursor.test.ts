import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommitRecord } from '../../../lambdas/lake/commit-records.ts';
import { scopeKeys } from '../../../lambdas/lake/keys.ts';
import { LastCommitRecord } from '../../../lambdas/lake/scope-records.ts';
import { moveLastCommit } from '../../../lambdas/settlement/move-last-commit.ts';
import { keys } from '../../fakes/builders.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';
import { aCommit } from '../../fakes/receipts.ts';
import { publishWorld } from './publish-world.ts';

const at = (page: string, etag?: string) => ({
  root: 'https://hl7.example/fhir/$bulk-publish',
  page: `https://hl7.example/fhir/${page}`,
  ...(etag !== undefined && { etag }),
});
const FIRST = '2026-11-21T00:00:00Z';
const SECOND = '2026-11-22T00:00:00Z';

/** The page to read next after these commits, in this order. */
async function movedBy(...commits: Partial<CommitRecord>[]) {
  const storage = memoryStorage();
  for (const commit of commits) await moveLastCommit(aCommit(commit), storage);
  const { lastCommit } = scopeKeys('acme', aCommit().scope);
  const text = (await storage.read(lastCommit))?.text ?? 'null';
  return LastCommitRecord.parse(JSON.parse(text)).publicationCursor;
}

const first = { transactionTime: FIRST, publicationCursor: at('a', '"1"') };

test('the last commit of a publication holds its cursor: the next page and its ETag', async () => {
  assert.deepEqual(await movedBy(first), at('a', '"1"'));
  const increment = { transactionTime: SECOND, since: FIRST, publicationCursor: at('b') };
  assert.deepEqual(await movedBy(first, increment), at('b'));
});

test('a new snapshot of the same time moves it, or a closed chain would be read again for ever', async () => {
  const anew = { transactionTime: FIRST, publicationCursor: at('new') };
  assert.deepEqual(await movedBy(first, anew), at('new'));
});

test('an increment of the same time moves it, or it would be landed twice', async () => {
  const increment = { transactionTime: FIRST, since: FIRST, publicationCursor: at('b') };
  assert.deepEqual(await movedBy(first, increment), at('b'));
});

test('it moves neither backwards, nor across a gap, nor after an incomplete export (M11)', async () => {
  const older = { transactionTime: '2026-11-20T00:00:00Z', publicationCursor: at('b') };
  const gap = {
    transactionTime: SECOND,
    since: '2026-11-21T12:00:00Z',
    publicationCursor: at('b'),
  };
  const partial = {
    transactionTime: SECOND,
    since: FIRST,
    complete: false,
    publicationCursor: at('b'),
  };
  for (const commit of [older, gap, partial])
    assert.deepEqual(await movedBy(first, commit), at('a', '"1"'));
});

test('a commit of a publication has a cursor, a commit of a job has none', async () => {
  const job = { kind: 'publication' as const, publicationCursor: at('a', '"1"') };
  const published = await publishWorld({ job: { job } });
  await published.publish();
  assert.deepEqual((await published.json(keys.commit)).publicationCursor, at('a', '"1"'));
  const exported = await publishWorld();
  await exported.publish();
  assert.equal('publicationCursor' in (await exported.json(keys.commit)), false);
});

test('records that were written before there were publications are read still', () => {
  const last = { exportId: 'acme-1', transactionTime: FIRST, membership: null };
  assert.equal(LastCommitRecord.parse(last).publicationCursor, undefined);
  assert.equal(CommitRecord.parse(aCommit()).publicationCursor, undefined);
});

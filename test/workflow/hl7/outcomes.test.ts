import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contentOf } from '../lake-content.ts';
import { assertLanded, openHl7World, requestsTo, TYPES } from './hl7-world.ts';

const policies = [
  ['warn', ['error', 'warning'], 'published', true],
  ['partial', ['warning', 'information'], 'published', true],
  ['partial', ['error'], 'published', false],
  ['fail', ['warning', 'information'], 'published', true],
  ['fail', ['fatal'], 'failed', false],
] as const;

describe('OperationOutcomes among the files (M11, rule 35)', () => {
  for (const version of ['v3', 'v4'] as const)
    for (const [onOutcome, outcomes, status, complete] of policies)
      test(`${version}: ${outcomes} under "${onOutcome}": ${status}, complete: ${complete}`, async () => {
        const world = await openHl7World({
          server: () => ({ version, outcomes }),
          source: { onOutcome, bulkData: { version } },
        });
        const result = await world.run('hl7', { types: TYPES });
        assert.equal(result.status, status);
        const again = await world.run('hl7', { types: TYPES });
        if (status === 'failed') assert.equal(result.error?.name, 'ServerReportedErrors');
        else assertLanded(world, result);
        const isIncremental =
          again.since === result.transactionTime && result.transactionTime !== null;
        assert.equal(
          isIncremental,
          complete,
          'only after a complete export the next one is incremental',
        );
        await world.close();
      });
});

test('deletions land beside the data, in the same commit (M10, rule 36)', async () => {
  const world = await openHl7World({
    server: () => ({ version: 'v3', deletions: { count: 12, to: 'since' } }),
    source: { bulkData: { version: 'v3' } },
  });
  assertLanded(world, await world.run('hl7', { types: TYPES }));
  await world.clock.sleep(3_600_000);
  const result = await world.run('hl7', { types: TYPES });
  assertLanded(world, result);
  const [deleted, ...others] = result.files.filter(({ type }) => type === 'bulk_deleted');
  assert.deepEqual(others, []);
  assert.ok(deleted);
  const lines = contentOf(world.lake, deleted).trim().split('\n');
  const urls = lines.flatMap((line) =>
    JSON.parse(line).entry.map(({ request }: { request: { url: string } }) => request.url),
  );
  assert.equal(urls.length, 12);
  await world.close();
});

test('the server’s job is deleted when the data is published (rule 48)', async () => {
  const world = await openHl7World({ server: () => ({ version: 'v2' }) });
  const result = await world.run('hl7', { types: TYPES });
  assertLanded(world, result);
  assert.equal(
    requestsTo(world, /\/jobs\//)
      .at(-1)
      ?.startsWith('DELETE '),
    true,
  );
  await world.close();
});

test('and is not deleted if the source says never (rule 48)', async () => {
  const world = await openHl7World({
    server: () => ({ version: 'v2' }),
    source: { deleteJob: 'never' },
  });
  assertLanded(world, await world.run('hl7', { types: TYPES }));
  assert.deepEqual(
    requestsTo(world, /\/jobs\//).filter((path) => path.startsWith('DELETE')),
    [],
  );
  await world.close();
});

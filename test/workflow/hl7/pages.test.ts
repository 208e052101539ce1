import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertLanded, openHl7World, requestsTo, TYPES } from './hl7-world.ts';

const small = { linesPerFile: 20, filesPerPage: 3 };

test('every page of a finished manifest is read before any download (rule 37, M9)', async () => {
  const world = await openHl7World({
    server: () => ({ version: 'v3', ...small }),
    source: { bulkData: { version: 'v3' } },
  });
  assertLanded(world, await world.run('hl7', { types: TYPES }));
  const paths = requestsTo(world, /\/(pages|files)\//);
  const lastPage = paths.findLastIndex((path) => path.includes('/pages/'));
  assert.ok(lastPage >= 2, 'there are several pages');
  assert.ok(lastPage < paths.findIndex((path) => path.includes('/files/')));
  await world.close();
});

test('finished pages are downloaded while the job is running (rule 37)', async () => {
  const world = await openHl7World({
    server: () => ({
      ...{ version: 'v3', ...small, partialManifests: true },
      duration: { polls: 1_000_000, seconds: 3600 },
      retryAfterSeconds: 120,
    }),
    source: { bulkData: { version: 'v3', allowPartialManifests: true } },
  });
  const result = await world.run('hl7', { types: TYPES });
  assertLanded(world, result);
  const paths = requestsTo(world, /\/(jobs|files)\//);
  const firstFile = paths.findIndex((path) => path.includes('/files/'));
  const lastPoll = paths.findLastIndex((path) => /GET .*\/jobs\//.test(path));
  assert.ok(firstFile >= 0 && firstFile < lastPoll, 'files came before the last poll');
  const files = paths.filter((path) => path.includes('/files/'));
  assert.equal(new Set(files).size, files.length, 'no file came twice');
  await world.close();
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contentOf } from './lake-content.ts';
import {
  assertLanded,
  openPublishWorld,
  type PublishWorld,
  requestedFiles,
} from './publish-world.ts';

const HOUR = 3_600_000;
const HOURLY = { updateSeconds: 3600, filesPerPage: 3, deletions: 4 };

describe('a publication whose chain grows every hour', () => {
  let world: PublishWorld;
  let last: string | null = null;
  const run = () => world.run('directory');
  before(async () => {
    world = await openPublishWorld({ server: () => HOURLY });
  });
  after(() => world.close());

  test('lands completely the first time, with all of its pages, byte for byte', async () => {
    const result = await run();
    assertLanded(world, result, null);
    assert.ok(requestedFiles(world).includes('root-page-2'), 'there are several pages');
    last = result.transactionTime;
  });

  test('is not exported again while its chain is pending', async () => {
    const requests = world.server.requests.length;
    const result = await run();
    assert.deepEqual([result.status, result.files, result.error], ['unchanged', [], null]);
    assert.deepEqual(requestedFiles(world, requests), ['stub-1']);
    assert.ok(world.server.requests.at(-1)?.headers['if-none-match']);
  });

  test('an hour later only the increment since the last export is fetched', async () => {
    await world.clock.sleep(HOUR);
    const requests = world.server.requests.length;
    const result = await run();
    assertLanded(world, result, last);
    const paths = requestedFiles(world, requests);
    assert.deepEqual(paths.slice(0, 2), ['stub-1', 'update-2']);
    const files = paths.filter((path) => path.endsWith('.ndjson'));
    assert.deepEqual(files.length, result.files.length);
    last = result.transactionTime;
  });

  test('its deletions land as bulk_deleted, in the same commit', async () => {
    await world.clock.sleep(HOUR);
    const result = await run();
    assertLanded(world, result, last);
    const [deleted, ...others] = result.files.filter(({ type }) => type === 'bulk_deleted');
    assert.ok(deleted);
    assert.deepEqual(others, []);
    const [line = ''] = contentOf(world.lake, deleted).split('\n');
    assert.equal(JSON.parse(line).entry.length, 4);
    last = result.transactionTime;
  });

  test('increments that were not exported yet are exported together, in order', async () => {
    await world.clock.sleep(3 * HOUR);
    const result = await run();
    assert.equal(result.status, 'published');
    assert.equal(result.since, last);
    assert.equal(result.files.filter(({ type }) => type === 'bulk_deleted').length, 3);
    last = result.transactionTime;
  });

  test('a newer snapshot changes nothing for a client that follows the chain', async () => {
    await world.clock.sleep(60_000);
    world.server.refresh();
    const result = await run();
    assertLanded(world, result, last);
    last = result.transactionTime;
    assert.equal((await run()).status, 'unchanged');
  });
});

describe('a publication whose chain is closed', () => {
  let world: PublishWorld;
  const run = () => world.run('directory');
  before(async () => {
    world = await openPublishWorld({ server: () => HOURLY });
    assertLanded(world, await run(), null);
  });
  after(() => world.close());

  test('starts again with a full export', async () => {
    await world.clock.sleep(60_000);
    world.server.replace();
    assertLanded(world, await run(), null);
    assert.equal((await run()).status, 'unchanged');
  });

  test('also if nothing else has changed', async () => {
    world.server.replace();
    assertLanded(world, await run(), null);
    assert.equal((await run()).status, 'unchanged');
  });

  test('and if it no longer exists', async () => {
    world.server.replace();
    world.server.prune();
    const result = await run();
    assertLanded(world, result, null);
    await world.clock.sleep(HOUR);
    assertLanded(world, await run(), result.transactionTime);
  });

  test('a requested full export takes everything, and the chain continues after it', async () => {
    const requests = world.server.requests.length;
    const full = await world.run('directory', { mode: 'full' });
    assert.equal(full.since, null);
    assert.equal(world.server.requests[requests]?.headers['if-none-match'], undefined);
    assert.equal((await run()).status, 'unchanged');
    await world.clock.sleep(HOUR);
    assertLanded(world, await run(), full.transactionTime);
  });
});

for (const etags of [true, false])
  describe(`a publication without a chain, ${etags ? 'with' : 'without'} ETags`, () => {
    for (const filesPerPage of [3, 1000])
      test(`with ${filesPerPage} files a page: complete, then unchanged, then complete again after its replacement`, async () => {
        const world = await openPublishWorld({ server: () => ({ etags, filesPerPage }) });
        assertLanded(world, await world.run('directory'), null);
        assert.equal((await world.run('directory')).status, 'unchanged');
        await world.clock.sleep(HOUR);
        world.server.replace();
        assertLanded(world, await world.run('directory'), null);
        assert.equal((await world.run('directory')).status, 'unchanged');
        await world.close();
      });
  });

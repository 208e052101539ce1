import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../local/servers/faults/fault-injector.ts';
import { ConnectionLost } from '../../local/servers/http/server.ts';
import {
  assertLanded,
  openPublishWorld,
  type PublishWorld,
  requestedFiles,
} from './publish-world.ts';

const HOUR = 3_600_000;
const HOURLY = { updateSeconds: 3600, filesPerPage: 3 };

test('a publication that is replaced while it is read is read again, and the two are not mixed', async () => {
  const worlds: PublishWorld[] = [];
  const replaced: Fault = {
    ...{ on: 'status', times: 1, path: /root-page-2$/ },
    intercept(_, next) {
      for (const { server } of worlds) server.replace();
      return next();
    },
  };
  const world = await openPublishWorld({ server: () => ({ ...HOURLY, faults: [replaced] }) });
  worlds.push(world);
  assertLanded(world, await world.run('directory'), null);
  assert.equal(requestedFiles(world).filter((path) => path === '$bulk-publish').length, 2);
  await world.close();
});

test('increments of a chain that is closed are not exported: the new snapshot contains them', async () => {
  const world = await openPublishWorld({ server: () => HOURLY });
  await world.run('directory');
  await world.clock.sleep(2 * HOUR);
  world.server.replace();
  const requests = world.server.requests.length;
  assertLanded(world, await world.run('directory'), null);
  const pages = requestedFiles(world, requests).filter((path) => !/page|ndjson/.test(path));
  assert.deepEqual(pages, ['stub-1', 'update-2', 'update-3', '$bulk-publish', 'stub-4']);
  assert.equal((await world.run('directory')).status, 'unchanged');
  await world.close();
});

test('a chain without ETags is read in whole pages, and exported only once', async () => {
  const world = await openPublishWorld({ server: () => ({ ...HOURLY, etags: false }) });
  const first = await world.run('directory');
  assert.equal((await world.run('directory')).status, 'unchanged');
  await world.clock.sleep(HOUR);
  assertLanded(world, await world.run('directory'), first.transactionTime);
  assert.equal((await world.run('directory')).status, 'unchanged');
  await world.close();
});

test('a server that is down delays the export, and so does a lost answer', async () => {
  const faults: Fault[] = [
    {
      ...{ on: 'kick-off', times: 1 },
      intercept: () => ({ status: 503, headers: {}, body: '' }),
    },
    {
      ...{ on: 'kick-off', times: 1 },
      intercept: () => {
        throw new ConnectionLost();
      },
    },
  ];
  const world = await openPublishWorld({ server: () => ({ faults }) });
  assertLanded(world, await world.run('directory'), null);
  await world.close();
});

test('an address without a publication is not a bulk server, and the next export can run', async () => {
  const baseUrl = 'https://directory.example/elsewhere';
  const world = await openPublishWorld({ source: { baseUrl } });
  for (const _ of [1, 2]) {
    const result = await world.run('directory');
    assert.deepEqual([result.status, result.error?.name], ['failed', 'NotABulkServer']);
    await world.clock.sleep(1000);
  }
  await world.close();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { poll } from '../../../lambdas/2-poll/poll.ts';
import { keys } from '../../fakes/builders.ts';
import { killedAt } from '../../fakes/killed-at.ts';
import { aPage, pageServer, pageUrl } from './page-server.ts';
import { anEvent, anHl7Source, pollWorld } from './poll-world.ts';

const source = anHl7Source({ allowPartialManifests: true });
const lifetime = () => 900_000;

for (const when of ['before', 'after'] as const)
  test(`killed ${when} each thing that it does, a poll run again has every page once`, async () => {
    let kills = 0;
    for (let n = 1; ; n += 1) {
      const world = await pollWorld({}, { source, routes: pageServer(3) });
      const life = killedAt(n, when);
      const { http } = life({ http: world.http });
      const deps = { ...world, http, storage: life(world.storage) };
      const ended = await poll(anEvent, deps, lifetime).then(
        () => true,
        () => false,
      );
      if (ended) break;
      kills += 1;
      assert.deepEqual(await world.poll(), { kind: 'complete' });
      const { pages, cursor } = await world.json(keys.pages);
      assert.deepEqual(
        pages.map(({ url }: { url: string }) => url),
        [1, 2, 3].map(pageUrl),
      );
      assert.equal(cursor, null);
      assert.equal(await world.text(keys.manifestPage(3)), aPage(3));
      assert.equal(world.has(keys.manifestPage(4)), false);
    }
    assert(kills > 9, `${kills} kills`);
  });

test('killed between a page and pages.json, the page is read and stored again', async () => {
  const world = await pollWorld({}, { source, routes: pageServer(2) });
  const { put } = world.storage;
  world.storage.put = async (key, ...rest) => {
    if (key === keys.pages) throw new Error('killed');
    return put(key, ...rest);
  };
  await assert.rejects(world.poll(), { message: 'killed' });
  assert(world.has(keys.manifestPage(1)) && !world.has(keys.pages));
  world.storage.put = put;
  assert.deepEqual(await world.poll(), { kind: 'complete' });
  assert.deepEqual(world.urls(), [1, 1, 2].map(pageUrl));
});

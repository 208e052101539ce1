import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kickOff } from '../../../../lambdas/1-kick-off/kick-off.ts';
import { PagesRecord } from '../../../../lambdas/lake/pages-record.ts';
import { readRecord } from '../../../../lambdas/lake/record.ts';
import { aStart, EXECUTION_ARN, EXPORT_ID, keys } from '../../../fakes/builders.ts';
import { killedAt } from '../../../fakes/killed-at.ts';
import { NOW } from '../../../fakes/manual-clock.ts';
import { aPage, commitAt, pageUrl, publicationWorld, ROOT } from './publication-world.ts';

const event = {
  ...{ exportId: EXPORT_ID, executionArn: EXECUTION_ARN },
  ...{ startedAt: NOW, start: aStart() },
};
type PublicationWorld = Awaited<ReturnType<typeof publicationWorld>>;

async function endsWell(world: PublicationWorld, n: number, when: 'before' | 'after') {
  const life = killedAt(n, when);
  const { http } = life({ http: world.http });
  const { storage, announcer, executions } = world;
  const lived = { http, storage: life(storage), announcer: life(announcer), executions };
  return kickOff(event, { ...world, ...lived }).then(
    () => true,
    () => false,
  );
}

for (const when of ['before', 'after'] as const) {
  test(`killed ${when} each thing it does while a chain is begun anew, it takes the new one whole`, async () => {
    for (let n = 1; ; n += 1) {
      const world = await publicationWorld(
        {
          stub: aPage('update-1'),
          'update-1': aPage('update-2'),
          'update-2': aPage('#closed'),
          '': aPage('new'),
          new: aPage('#pending'),
        },
        commitAt(pageUrl('stub')),
      );
      const ended = await endsWell(world, n, when);
      assert.deepEqual(await world.start(), { kind: 'complete' });
      const { pages, cursor } = await readRecord(keys.pages, PagesRecord, world.storage);
      assert.deepEqual([pages.map(({ url }) => url), cursor], [[ROOT, pageUrl('new')], null]);
      assert.equal((await world.job()).since, null);
      if (ended) return;
    }
  });

  test(`killed ${when} each thing it does where nothing is new, it is unchanged still`, async () => {
    for (let n = 1; ; n += 1) {
      const world = await publicationWorld({ '': { status: 304 } }, commitAt(ROOT, '"1"'));
      const ended = await endsWell(world, n, when);
      assert.equal((await world.start()).kind, 'unchanged');
      if (ended) return;
    }
  });
}

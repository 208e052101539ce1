import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataKey, typePrefix } from '../../../lambdas/lake/keys.ts';
import { settleExport } from '../../../lambdas/settlement/settle-export.ts';
import { EXPORT_DATE, EXPORT_ID } from '../../fakes/builders.ts';
import { killedAt } from '../../fakes/killed-at.ts';
import { cleanUpWorld, FAILURE } from './clean-up-world.ts';

const event = { exportId: EXPORT_ID, source: 'acme', failure: FAILURE };

async function world() {
  const made = await cleanUpWorld();
  await made.storage.createUpload(dataKey(typePrefix('Patient', EXPORT_DATE, EXPORT_ID), 1));
  return made;
}

for (const when of ['before', 'after'] as const)
  test(`killed ${when} any of its steps and run again, Clean up ends as if never killed`, async () => {
    let kills = 0;
    for (let n = 1; ; n += 1) {
      const made = await world();
      const life = killedAt(n, when);
      const storage = life(made.storage);
      const announcer = life(made.announcer);
      const ended = await settleExport(event, { ...made, storage, announcer }).then(
        () => true,
        () => false,
      );
      if (ended) break;
      kills += 1;
      assert.equal((await made.cleanUp()).kind, 'failed');
      const { serverJob } = await made.failure();
      assert.equal(serverJob, 'deleted');
      assert.equal((await made.lease()).kind, 'free');
      assert.deepEqual(await made.storage.openUploads(''), []);
      const heard = new Set(made.announcer.announcements.map((each) => JSON.stringify(each)));
      assert.equal(heard.size, 1);
    }
    assert(kills > 8, `${kills} kills`);
  });

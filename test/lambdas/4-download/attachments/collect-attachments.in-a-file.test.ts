import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchWorld } from '../fetch-world.ts';
import { linesOf, longContent } from '../long-file-world.ts';

test('a file that was begun before attachments were wanted is restarted to collect them all', async () => {
  let collected = 0;
  const collector = {
    add() {
      collected += 1;
    },
    flush: async () => ({ attachments: collected }),
  };
  let areWanted = false;
  const world = fetchWorld(
    { headers: { etag: '"1"' }, body: longContent() },
    {},
    { isTimeUp: () => true, attachmentCollector: () => (areWanted ? collector : undefined) },
  );
  const paused = await world.fetchOnce();
  assert(paused.kind === 'paused' && paused.checkpoint.kind === 'plain');
  areWanted = true;
  const landed = await world.fetchOnce(paused.checkpoint);
  assert(landed.kind === 'landed');
  assert.deepEqual([landed.receipt.lines, landed.receipt.attachments], [linesOf(), linesOf()]);
  assert.deepEqual(await world.storage.openUploads(''), []);
});

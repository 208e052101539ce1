import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchWorld } from './fetch-world.ts';
import { linesOf, longContent } from './long-file-world.ts';

test('a file that was begun before its attachments were wanted is noted from its beginning', async () => {
  let noted = 0;
  const notes = {
    read() {
      noted += 1;
    },
    keep: async () => ({ attachments: noted }),
  };
  let areWanted = false;
  const world = fetchWorld(
    { headers: { etag: '"1"' }, body: longContent() },
    {},
    { isTimeUp: () => true, noting: () => (areWanted ? () => notes : undefined) },
  );
  const left = await world.fetchOrLeave();
  assert(left.kind === 'open' && left.open.kind === 'plain');
  areWanted = true;
  const landed = await world.fetchOrLeave(left.open);
  assert(landed.kind === 'landed');
  assert.deepEqual([landed.receipt.lines, landed.receipt.attachments], [linesOf(), linesOf()]);
  assert.deepEqual(await world.storage.openUploads(''), []);
});

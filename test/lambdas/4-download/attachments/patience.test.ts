import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aText, attachmentWorld } from './attachment-world.ts';

/** What the definition before this one tries again, of one unit (`serverGivesNoFile`). */
const MOST_TRIES = 10;

test('F13: where a unit cannot wait, attachments of a busy server are written down before its tries are used up', async () => {
  const world = await attachmentWorld([{ status: 429 }, aText('b'), { status: 429 }]);
  let thrown = 0;
  const outcome = async (): Promise<string> => {
    try {
      return (await world.download()).kind;
    } catch (error) {
      assert.equal(error instanceof Error && error.name, 'ServerBusy');
      thrown += 1;
      return thrown < MOST_TRIES ? outcome() : 'failed';
    }
  };
  assert.equal(await outcome(), 'done');
  assert.deepEqual(
    (await world.lines()).map((line) => line.outcome),
    ['failed', 'stored', 'failed'],
  );
});

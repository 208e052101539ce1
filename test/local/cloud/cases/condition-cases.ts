import assert from 'node:assert/strict';
import { type Case, refusedWith } from './case.ts';
import { put, textOf } from './objects.ts';

/** How many of these writes succeeded. */
async function successes(writes: Promise<unknown>[]): Promise<number> {
  const outcomes = await Promise.allSettled(writes);
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

export const conditionCases: Case[] = [
  {
    name: 'If-None-Match: * creates an object once and leaves it as it is',
    async run(clients) {
      await put(clients, 'conditions/new', 'first', { IfNoneMatch: '*' });
      const again = put(clients, 'conditions/new', 'second', { IfNoneMatch: '*' });
      await refusedWith(again, 'PreconditionFailed');
      assert.equal(await textOf(clients, 'conditions/new'), 'first');
    },
  },
  {
    name: 'of eight concurrent creates exactly one succeeds',
    async run(clients) {
      const writers = Array.from({ length: 8 }, (_, i) => `writer ${i}`);
      const writes = writers.map((writer) =>
        put(clients, 'conditions/race', writer, { IfNoneMatch: '*' }),
      );
      const outcomes = await Promise.allSettled(writes);
      const winners = writers.filter((_, i) => outcomes[i]?.status === 'fulfilled');
      assert.deepEqual(winners, [await textOf(clients, 'conditions/race')]);
    },
  },
  {
    name: 'If-Match overwrites the version that was read, but not a later one',
    async run(clients) {
      const { ETag: first = '' } = await put(clients, 'conditions/swap', '1');
      await put(clients, 'conditions/swap', '2', { IfMatch: first });
      const late = put(clients, 'conditions/swap', '3', { IfMatch: first });
      await refusedWith(late, 'PreconditionFailed');
      assert.equal(await textOf(clients, 'conditions/swap'), '2');
    },
  },
  {
    name: 'of eight concurrent overwrites of one version exactly one succeeds',
    async run(clients) {
      const { ETag = '' } = await put(clients, 'conditions/swaps', '0');
      const writes = Array.from({ length: 8 }, (_, i) =>
        put(clients, 'conditions/swaps', `${i + 1}`, { IfMatch: ETag }),
      );
      assert.equal(await successes(writes), 1);
    },
  },
  {
    name: 'If-Match without an object is NoSuchKey',
    async run(clients) {
      const write = put(clients, 'conditions/none', 'x', { IfMatch: '"0"' });
      await refusedWith(write, 'NoSuchKey');
    },
  },
];

import assert from 'node:assert/strict';
import { ListObjectsV2Command, type ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import type { Case, Clients } from './case.ts';
import { put } from './objects.ts';

type Query = Omit<ListObjectsV2CommandInput, 'Bucket'>;

const list = ({ s3, bucket: Bucket }: Clients, query: Query) =>
  s3.send(new ListObjectsV2Command({ Bucket, ...query }));

const keysOf = async (clients: Clients, query: Query) =>
  (await list(clients, query)).Contents?.map(({ Key }) => Key) ?? [];

/** All keys over all pages, and the number of pages. */
async function allPages(clients: Clients, query: Query) {
  const keys: string[] = [];
  let pages = 0;
  let token: string | undefined;
  do {
    const more = token === undefined ? {} : { ContinuationToken: token };
    const page = await list(clients, { ...query, ...more });
    for (const { Key = '' } of page.Contents ?? []) keys.push(Key);
    for (const { Prefix = '' } of page.CommonPrefixes ?? []) keys.push(Prefix);
    token = page.NextContinuationToken;
    pages += 1;
  } while (token !== undefined);
  return { keys, pages };
}

async function putAll(clients: Clients, keys: string[]): Promise<void> {
  for (let i = 0; i < keys.length; i += 50)
    await Promise.all(keys.slice(i, i + 50).map((key) => put(clients, key, 'x')));
}

export const listCases: Case[] = [
  {
    name: 'a page of no keys is empty, and names no next page, which would never end',
    async run(clients) {
      await putAll(clients, ['list/none/a']);
      const page = await list(clients, { Prefix: 'list/none/', MaxKeys: 0 });
      const { IsTruncated, NextContinuationToken, KeyCount } = page;
      assert.deepEqual([IsTruncated, NextContinuationToken, KeyCount], [false, undefined, 0]);
    },
  },
  {
    name: '2,300 keys are listed in order over three pages',
    async run(clients) {
      const keys = Array.from(
        { length: 2300 },
        (_, i) => `list/many/k${String(i).padStart(5, '0')}`,
      );
      await putAll(clients, keys.toReversed());
      assert.deepEqual(await allPages(clients, { Prefix: 'list/many/' }), { keys, pages: 3 });
    },
  },
  {
    name: 'keys are listed in the order of their UTF-8 bytes, folders among files',
    async run(clients) {
      const names = ['B', 'a!', 'a.txt', 'a/b', 'a/c/d', 'a0', 'ä', '\uff21', '😀'];
      const expected = names.map((name) => `list/order/${name}`);
      await putAll(clients, expected.toReversed());
      assert.deepEqual(await keysOf(clients, { Prefix: 'list/order/' }), expected);
      const paged = await allPages(clients, { Prefix: 'list/order/', MaxKeys: 3 });
      assert.deepEqual(paged, { keys: expected, pages: 3 });
    },
  },
  {
    name: 'a prefix can end within a name, and need not exist',
    async run(clients) {
      await putAll(clients, ['list/prefix/part-1', 'list/prefix/part-2', 'list/prefix/other']);
      const found = await keysOf(clients, { Prefix: 'list/prefix/pa' });
      assert.deepEqual(found, ['list/prefix/part-1', 'list/prefix/part-2']);
      assert.deepEqual(await keysOf(clients, { Prefix: 'list/prefix/none/' }), []);
    },
  },
  {
    name: 'start-after begins after a key, whether it exists or not, and max-keys ends a page',
    async run(clients) {
      const keys = ['list/after/a', 'list/after/b/1', 'list/after/b/2', 'list/after/c'];
      await putAll(clients, keys);
      const after = (key: string) =>
        keysOf(clients, { Prefix: 'list/after/', StartAfter: `list/after/${key}` });
      assert.deepEqual(await after('a'), keys.slice(1));
      assert.deepEqual(await after('b/1'), keys.slice(2));
      assert.deepEqual(await after('b/1x'), keys.slice(2));
      const page = await list(clients, { Prefix: 'list/after/', MaxKeys: 2 });
      assert.equal(page.KeyCount, 2);
      assert.equal(page.IsTruncated, true);
    },
  },
  {
    name: 'a delimiter groups keys into common prefixes, also over pages',
    async run(clients) {
      const below = ['a', 'b/1', 'b/2', 'c', 'd/e/1', 'd/e/2'];
      await putAll(
        clients,
        below.map((key) => `list/rolled/${key}`),
      );
      const query = { Prefix: 'list/rolled/', Delimiter: '/' };
      const page = await list(clients, query);
      assert.deepEqual(
        page.Contents?.map(({ Key }) => Key),
        ['list/rolled/a', 'list/rolled/c'],
      );
      const folders = page.CommonPrefixes?.map(({ Prefix }) => Prefix);
      assert.deepEqual(folders, ['list/rolled/b/', 'list/rolled/d/']);
      const paged = await allPages(clients, { ...query, MaxKeys: 1 });
      const expected = ['a', 'b/', 'c', 'd/'].map((key) => `list/rolled/${key}`);
      assert.deepEqual(paged, { keys: expected, pages: 4 });
    },
  },
];

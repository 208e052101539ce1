import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFile, SMALL_MIB } from '../../fakes/builders.ts';
import { longContent, longFile, type Part, partOf } from './long-file-world.ts';

/** What is stored of a file is kept after errors that say nothing about its content. */

const CONTENT = longContent();
const PAGE: Part = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: Buffer.from('<p>'),
};

/** The first answer is truncated, the second is `trouble`, and then the server is well. */
async function afterTrouble(trouble: Part, compress: 'none' | 'zstd') {
  const { call, requests, storage, clock } = await longFile(
    (request, nth) => {
      if (nth === 2) return trouble;
      const cut = nth === 1 && { cutAfter: 9 * SMALL_MIB };
      return { ...partOf(CONTENT, request), ...cut };
    },
    () => compress,
  );
  const ends: string[] = [];
  while (ends.at(-1) !== 'done' && ends.length < 10)
    ends.push(
      await call().then(
        (ended) => {
          if (ended.kind === 'retry-after') clock.advance(ended.waitSeconds);
          return ended.kind;
        },
        (error: Error) => error.name,
      ),
    );
  const [, , third] = requests.map(({ headers }) => headers.range);
  return { ends, third, storage };
}

for (const compress of ['none', 'zstd'] as const)
  for (const [what, trouble] of [
    ['a throttled request (D21)', { status: 503 }],
    ['a page of a proxy (D8)', PAGE],
    ['an internal error', { status: 500 }],
  ] as const)
    test(`a truncated file resumes after ${what}, compress ${compress} (D1)`, async () => {
      const { ends, third, storage } = await afterTrouble(trouble, compress);
      assert.equal(ends.at(-1), 'done');
      assert.match(third ?? '', /^bytes=[1-9]/);
      assert.deepEqual(await storage.openUploads(''), []);
      const whole = storage.objects.get(aFile().key);
      assert.equal(whole?.body.equals(CONTENT), compress === 'none' ? true : undefined);
    });

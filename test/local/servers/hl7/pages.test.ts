import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typedFile } from '../../../../local/servers/hl7/jobs.ts';
import { pagesOf, readyPages } from '../../../../local/servers/hl7/manifest.ts';

const files = (count: number) =>
  Array.from({ length: count }, () => typedFile('Claim', 1, () => []));
const running = (complete: number, total: number) =>
  ({
    kind: 'running',
    batches: { running: total - complete, complete, failed: 0, total },
  }) as const;

test('a list without files has one page', () => {
  assert.deepEqual(pagesOf([], 3), [{ first: 0, files: [] }]);
  assert.deepEqual(pagesOf([]), [{ first: 0, files: [] }]);
});

test('a page is ready when the last of its files is (rule 37)', () => {
  const pages = pagesOf(files(7), 3);
  const ready = [0, 2, 3, 5, 6].map((complete) => readyPages(pages, running(complete, 7), true));
  assert.deepEqual(ready, [0, 0, 1, 1, 2]);
  assert.equal(readyPages(pages, running(6, 7), false), 0);
});

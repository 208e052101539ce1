import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planFiles } from '../../../lambdas/3-plan/plan-files.ts';
import { BASE_URL, landedKey } from '../../fakes/builders.ts';
import { aPage, landing } from './a-page.ts';

const FILES = 'https://files.example';

test('files go by page and entry; a relative link is meant from its own page (rule 37, M4)', () => {
  const pages = [
    aPage(1, [{ link: 'a' }, { type: 'Condition', link: 'b' }]),
    aPage(2, [{ link: '2/a' }]),
  ];
  assert.deepEqual(
    planFiles(pages, landing).map(({ index, page, entry, url, key }) => [
      index,
      page,
      entry,
      url,
      key,
    ]),
    [
      [1, 1, 1, `${BASE_URL}/$export/job/a`, landedKey('Patient', 1)],
      [2, 1, 2, `${BASE_URL}/$export/job/b`, landedKey('Condition', 1)],
      [3, 2, 1, `${BASE_URL}/$export/job/2/a`, landedKey('Patient', 2)],
    ],
  );
});

test('fresh links change no number and no key (rule 37)', () => {
  const files = (query: string) =>
    ['a', 'b'].map((name) => ({ link: `${FILES}/${name}?${query}` }));
  const pages = (query: string) => [aPage(1, files(query)), aPage(2, [{ link: `${FILES}/c` }])];
  const numbers = (query: string) =>
    planFiles(pages(query), landing).map(({ index, key }) => [index, key]);
  assert.deepEqual(numbers('fresh'), numbers('stale'));
});

test('a page more leaves the files of those before as they are', () => {
  const pages = [
    aPage(1, [{ link: 'a' }]),
    aPage(2, [{ link: 'b' }, { type: 'Claim', link: 'c' }]),
  ];
  const first = planFiles(pages.slice(0, 1), landing);
  assert.deepEqual(planFiles(pages, landing).slice(0, first.length), first);
});

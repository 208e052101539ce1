import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aSource, EXPORT_ID } from '../../fakes/builders.ts';
import type { Routes, Scripted } from '../../fakes/scripted-http.ts';
import { anHl7Source, aPage, pageUrl, pollWorld, status } from './poll-world.ts';

const batches = { running: 1, complete: 2, failed: 0, total: 3 };
const progress = (text: string): Scripted => ({ status: 202, headers: { 'x-progress': text } });
const counting = (resourceCount: number): Scripted => ({
  body: status('In Progress', { resourceCount }),
});

/** Polls each so many hours; returns at which polls the job is stuck. */
async function stuckAt(
  answers: Scripted[],
  hours: number,
  source = aSource(),
  routes: Routes = {},
) {
  const world = await pollWorld(answers, { source, routes });
  const stuck: number[] = [];
  for (const [i] of answers.entries()) {
    const before = world.log.counts.length;
    await world.poll();
    if (world.log.counts.length > before) stuck.push(i);
    world.clock.advance(hours * 3600);
  }
  return { stuck, log: world.log };
}

test('a job whose counters do not change is stuck after stuckAfterHours, until they change', async () => {
  const answers = [1, 1, 1, 1, 2, 2].map(counting);
  const { stuck, log } = await stuckAt(answers, 12);
  assert.deepEqual(stuck, [2, 3]);
  assert.deepEqual(log.counts[0], { metric: 'StuckPolls', value: 1 });
  const warned = log.lines.filter(({ level }) => level === 'warn');
  assert.deepEqual(warned[0], {
    ...{ level: 'warn', event: 'poll.stuck' },
    fields: { exportId: EXPORT_ID, unchangedHours: 24 },
  });
});

test('stuckAfterHours is a setting of the source', async () => {
  const source = aSource({ stuckAfterHours: 2 });
  const answers = [1, 1, 1, 1].map(counting);
  assert.deepEqual((await stuckAt(answers, 1, source)).stuck, [2, 3]);
});

const moving: [string, Scripted[]][] = [
  ['counts on', [1, 2, 3].map(counting)],
  [
    'finishes batches',
    [2, 1, 0].map((running) => ({
      body: status('In Progress', { batches: { ...batches, running } }),
    })),
  ],
  ['never reports progress', Array(3).fill({ status: 202 })],
];
for (const [what, answers] of moving)
  test(`a job that ${what} is not stuck`, async () => {
    assert.deepEqual((await stuckAt(answers, 30)).stuck, []);
  });

test('a job whose X-Progress changes is not stuck, one whose X-Progress does not is (P1, rule 26)', async () => {
  const source = anHl7Source();
  const words = (texts: string[]) => stuckAt(texts.map(progress), 30, source);
  assert.deepEqual((await words(['1 %', '2 %', '3 %'])).stuck, []);
  assert.deepEqual((await words(['1 %', '1 %', '1 %'])).stuck, [1, 2]);
});

test('a 429 between two polls is no progress, and does not hide that a job is stuck', async () => {
  const answers = [counting(1), { status: 429 }, counting(1)];
  assert.deepEqual((await stuckAt(answers, 24)).stuck, [1, 2]);
});

test('a job that gains pages is not stuck, whatever its X-Progress is (rule 37)', async () => {
  const source = anHl7Source({ allowPartialManifests: true });
  const headers = { 'x-progress': '1 %' };
  const answer = (page: number, pages: number): Scripted => ({
    ...{ status: 202, headers },
    body: aPage(page, page < pages ? pageUrl(page + 1) : undefined),
  });
  const ready = [1, 2, 3, 3, 3];
  const routes = Object.fromEntries(
    [2, 3].map((page) => [
      `GET ${pageUrl(page)}`,
      ready.filter((pages) => pages >= page).map((pages) => answer(page, pages)),
    ]),
  );
  const answers = ready.map((pages) => answer(1, pages));
  assert.deepEqual((await stuckAt(answers, 20, source, routes)).stuck, [4]);
});

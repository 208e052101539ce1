import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aManifest, aSource, EXPORT_ID, keys } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { anHl7Source, pollWorld, status } from './poll-world.ts';

/** What is not about the job does not end it: the status is requested again (P4). */

const outcome = (code: string) =>
  JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ code, diagnostics: 'marker' }] });
const page = '<!DOCTYPE html><title>marker</title>';
const cdn = (status: number): [string, Scripted, string, RegExp] => [
  `${status} with a page of a CDN`,
  { status, body: page },
  'ServerUnavailable',
  new RegExp(`${status}`),
];

const unanswered: [string, Scripted, string, RegExp][] = [
  ...[408, 421, 425, 499, 500, 501, 502, 503, 504, 505, 507, 511].map(cdn),
  ...[520, 521, 522, 523, 524, 525, 526, 527, 529, 530, 598, 599].map(cdn),
  ['500 without a page', { status: 500, body: 'marker' }, 'ServerUnavailable', /500/],
  ['a refused connection', 'refused', 'ServerUnavailable', /refused/],
  ['a lost answer', 'lost', 'ServerUnavailable', /hang up/],
  [
    'an answer that is cut (P7)',
    { body: aManifest(), cut: true },
    'ServerUnavailable',
    /cut short/,
  ],
  ['JSON that is cut (P7)', { body: aManifest().slice(0, -9) }, 'StatusMalformed', /not JSON/],
  ['a login page (P8)', { body: page }, 'StatusMalformed', /not JSON/],
  ['an empty answer', { body: '' }, 'StatusMalformed', /not JSON/],
  ['429 without Retry-After', { status: 429 }, 'ServerBusy', /429/],
];
const ofOneUp: typeof unanswered = [
  ['a login page with 202 (P8)', { status: 202, body: page }, 'StatusMalformed', /not JSON/],
];
const ofTheGuide: typeof unanswered = [
  [
    'a transient outcome (rule 28)',
    { status: 400, body: outcome('throttled') },
    'ServerUnavailable',
    /throttled/,
  ],
  ['a page of a firewall with 400', { status: 400, body: page }, 'ServerUnavailable', /400/],
];

const day = 24 * 3600;
const sources = { '1upHealth': aSource(), 'the guide': anHl7Source() };
const cases = [
  ...unanswered.map((each) => ['1upHealth', ...each] as const),
  ...ofOneUp.map((each) => ['1upHealth', ...each] as const),
  ...unanswered.map((each) => ['the guide', ...each] as const),
  ...ofTheGuide.map((each) => ['the guide', ...each] as const),
];
for (const [server, what, answer, name, message] of cases)
  test(`${what} from ${server} is a wait, and after a day of nothing else ${name} (P4)`, async () => {
    const world = await pollWorld(answer, { source: sources[server] });
    const polled = await world.poll();
    assert.equal(polled.kind, 'running');
    assert.deepEqual([world.has(keys.manifestPage(1)), world.has(keys.pages)], [false, false]);
    const [warned] = world.log.lines;
    assert.partialDeepStrictEqual(warned, { level: 'warn', event: 'poll.unanswered' });
    assert.partialDeepStrictEqual(warned?.fields, { exportId: EXPORT_ID, error: name });
    world.clock.advance(day - 1);
    assert.equal((await world.poll()).kind, 'running');
    world.clock.advance(1);
    await assert.rejects(world.poll(), (error: Error) => {
      assert.equal(error.name, name);
      assert.match(error.message, message);
      assert.match(error.message, /^no answer about the job for 24 hours: /);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
  });

test('an answer about the job in between begins the time anew (P4)', async () => {
  const down: Scripted = { status: 522, body: page };
  const world = await pollWorld([down, { status: 202 }, down, down, { body: aManifest() }]);
  const since: unknown[] = [];
  for (let polls = 0; polls < 4; polls += 1) {
    await world.poll();
    since.push((await world.progress()).unanswered?.since);
    world.clock.advance(day - 3600);
  }
  const third = '2026-11-24T01:00:00.000Z';
  assert.deepEqual(since, ['2026-11-22T03:00:00.000Z', undefined, third, third]);
  assert.deepEqual(await world.poll(), { kind: 'complete' });
});

test('the time is stuckAfterHours of the source, and ends at its deadline (P4, F6)', async () => {
  const down: Scripted = { status: 522 };
  const impatient = await pollWorld(down, { source: aSource({ stuckAfterHours: 2 }) });
  await impatient.poll();
  impatient.clock.advance(2 * 3600);
  await assert.rejects(impatient.poll(), { name: 'ServerUnavailable' });
  const patient = await pollWorld(down, { source: aSource({ stuckAfterHours: 200 }) });
  await patient.poll();
  patient.clock.advance(169 * 3600);
  await assert.rejects(patient.poll(), { name: 'DeadlineExceeded' });
});

const failed: [string, Scripted][] = [
  ['500 of the guide’s server with an outcome', { status: 500, body: outcome('processing') }],
  ['522 with an outcome', { status: 522, body: outcome('processing') }],
  [
    '500 with an outcome and Retry-After',
    { status: 500, headers: { 'retry-after': '60' }, body: outcome('processing') },
  ],
  ['405 in words that are no page', { status: 405, body: 'not here' }],
];
for (const [what, answer] of failed)
  test(`${what} says that the job has failed, at once (rule 28, P4)`, async () => {
    const world = await pollWorld(answer, { source: anHl7Source() });
    await assert.rejects(world.poll(), { name: 'ServerJobFailed' });
  });

test('a body of 1upHealth that says Failed is believed at any status (1up 6, P4)', async () => {
  for (const code of [200, 202, 400, 500, 522]) {
    const world = await pollWorld({ status: code, body: status('Failed') });
    await assert.rejects(world.poll(), { name: 'ServerJobFailed' });
  }
});

const DAYS = [
  ['a wait of 429', { status: 429, headers: { 'retry-after': '108000' } }],
  ['a wait of 503', { status: 503, headers: { 'retry-after': '108000' } }],
  ['a wait of 522', { status: 522, headers: { 'retry-after': '108000' } }],
  [
    'a wait of 500 with a date',
    { status: 500, headers: { 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT' } },
  ],
  ['a wait of 202', { status: 202, headers: { 'retry-after': '108000' } }],
] satisfies [string, Scripted][];
for (const [what, answer] of DAYS)
  test(`${what} of thirty hours is obeyed, and shows in metrics and wait.json (P2, rule 25)`, async () => {
    const world = await pollWorld(answer, { source: anHl7Source() });
    assert.deepEqual(await world.poll(), { kind: 'running', waitSeconds: 108_000 });
    assert.deepEqual(world.log.counts, [{ metric: 'LongWaits', value: 1 }]);
    const until = '2026-11-23T09:00:00.000Z';
    assert.deepEqual(world.log.lines.at(-1), {
      ...{ level: 'warn', event: 'poll.long-wait' },
      fields: { exportId: EXPORT_ID, waitSeconds: 108_000, until },
    });
    assert.deepEqual(await world.json(keys.wait), { step: 'poll', until });
  });

test('a server that says when to ask again is asked up to the deadline (P2, P4)', async () => {
  const answer: Scripted = { status: 522, headers: { 'retry-after': '108000' } };
  const world = await pollWorld(answer, { source: aSource({ deadlineHours: 72 }) });
  const waits: unknown[] = [];
  for (let polls = 0; polls < 3; polls += 1) {
    const polled = await world.poll();
    assert(polled.kind === 'running');
    waits.push(polled.waitSeconds);
    world.clock.advance(polled.waitSeconds);
  }
  // The last wait is cut: at its end the export fails, and the server is not asked before its time.
  assert.deepEqual(waits, [108_000, 108_000, 12 * 3600 + 1]);
  await assert.rejects(world.poll(), { name: 'DeadlineExceeded' });
  assert.equal(world.http.requests.length, 3);
});

const TOKEN = 'https://auth.example/token';
const login = (answer: Scripted | Scripted[]) =>
  pollWorld(
    { status: 202 },
    {
      source: aSource({
        dialect: 'bulk-data',
        auth: {
          ...{ kind: 'client-credentials', secret: 'sluice/acme', tokenUrl: TOKEN },
          ...{ send: 'basic', scope: undefined },
        },
      }),
      routes: { [`POST ${TOKEN}`]: answer },
    },
  );

test('a token endpoint that asks to wait is obeyed, and the status is not polled less (P2, P3)', async () => {
  const world = await login({ status: 429, headers: { 'retry-after': '7200' } });
  assert.deepEqual(await world.poll(), { kind: 'running', waitSeconds: 7200 });
  assert.equal((await world.progress()).throttledPolls, 0);
  assert.deepEqual(world.urls(), [TOKEN]);
});

for (const [what, answer, name] of [
  ['is down', { status: 522, body: page }, 'ServerUnavailable'],
  ['answers with a page', { body: page }, 'NotABulkServer'],
  ['is busy', { status: 429 }, 'LoginBusy'],
] satisfies [string, Scripted, string][])
  test(`a token endpoint that ${what} says nothing of the job: a wait, and after a day ${name} (P4)`, async () => {
    const world = await login(answer);
    assert.deepEqual(await world.poll(), { kind: 'running', waitSeconds: 2 });
    world.clock.advance(day);
    await assert.rejects(world.poll(), { name });
  });

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pipeBody } from '../../../../lambdas/http/body.ts';
import { ConnectionFailed, type Http, type HttpResponse } from '../../../../lambdas/http/http.ts';
import { type RawAnswer, rawServer } from '../../../fakes/raw-server.ts';
import { get, TRANSPORTS, turns } from '../both-transports.ts';
import { memorySink } from '../memory-sink.ts';
import { type RandomAnswer, randomAnswer } from './random-answers.ts';
import { byNode, directly } from './without-sockets.ts';

/**
 * Whatever a server sends: the direct path gives no body that node:http does not give as well, nothing
 * but ConnectionFailed in its place, and it comes to an end. `FUZZ_RUNS` runs more, `FUZZ_SEED` the
 * same again.
 */

const { FUZZ_RUNS, FUZZ_SEED } = process.env;
const runs = Number(FUZZ_RUNS ?? 2000);
const seeded = FUZZ_SEED === undefined ? {} : { seed: Number(FUZZ_SEED) };

type Outcome = { kind: 'whole'; status: number; body: string } | { kind: 'failed' | 'waits' };

/** The most turns of the event loop until an answer is read: one for each room, which may be one byte. */
const turnsFor = ({ segments }: RandomAnswer) => 100 + 2 * Buffer.concat(segments).length;

async function outcomeOf(
  answer: Promise<HttpResponse>,
  answered: RandomAnswer,
  fails: (error: unknown) => void,
  room: Parameters<typeof memorySink>[0],
): Promise<Outcome> {
  let outcome: Outcome = { kind: 'waits' };
  let response: HttpResponse | undefined;
  const read = async () => {
    response = await answer;
    const sink = memorySink(room);
    await pipeBody(response.body, sink);
    outcome = { kind: 'whole', status: response.status, body: sink.bytes().toString('latin1') };
  };
  void read().catch((error: unknown) => {
    fails(error);
    outcome = { kind: 'failed' };
  });
  const isSettled = () => outcome.kind !== 'waits';
  const most = turnsFor(answered);
  for (let i = 0; i < most && !isSettled(); i += 1) await turns(1);
  if (answered.ends !== 'open') assert.ok(isSettled(), 'it hangs');
  return outcome;
}

const room = fc.record({
  roomBytes: fc.constantFrom(1, 7, 64, 5000),
  pause: fc.constantFrom('none' as const, 'after each room' as const),
});
const LARGE = { roomBytes: 100_000 };

const onlyConnectionFailed = (error: unknown) =>
  assert.ok(error instanceof ConnectionFailed, `${error}`);

/** A valid answer is read whole. Of the others the direct path accepts none that node refuses or reads otherwise. */
function check(direct: Outcome, node: Outcome, { right }: RandomAnswer) {
  if (right) {
    const whole = { kind: 'whole', status: right.status, body: right.body.toString('latin1') };
    assert.deepEqual(direct, whole);
    assert.deepEqual(node, whole);
  }
  if (direct.kind === 'whole') assert.deepEqual(direct, node);
}

test('both parsers agree on any answer, or the direct path refuses it (D1)', async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(randomAnswer, room, async (answer, rooms) => {
      const { response, close } = directly(answer);
      const direct = await outcomeOf(response, answer, onlyConnectionFailed, rooms);
      close();
      const node = await outcomeOf(byNode(answer), answer, () => {}, LARGE);
      check(direct, node, answer);
      if (direct.kind === 'whole') taken += 1;
    }),
    { numRuns: runs, ...seeded },
  );
  assert.ok(taken > runs / 10, `${taken} of ${runs} are taken`);
});

test('both transports agree on any answer over a socket, or the direct path refuses it (D1)', async (context) => {
  const script: RawAnswer[] = [];
  const { origin } = await rawServer(context, script);
  const [node, direct] = TRANSPORTS.map(([, open]) => open());
  const ask = (http: Http | undefined, answer: RandomAnswer) => {
    script.push({ bytes: Buffer.concat(answer.segments), ends: 'closed' });
    assert.ok(http);
    return outcomeOf(http(get(origin)), answer, onlyConnectionFailed, LARGE);
  };
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(randomAnswer, async ({ segments, right }) => {
      const answer: RandomAnswer = { segments, ends: 'closed', right };
      const directly = await ask(direct, answer);
      check(directly, await ask(node, answer), answer);
      if (directly.kind === 'whole') taken += 1;
    }),
    { numRuns: runs / 20, ...seeded },
  );
  assert.ok(taken > runs / 200, `${taken} of ${runs / 20} are taken`);
});

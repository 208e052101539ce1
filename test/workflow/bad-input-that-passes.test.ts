import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  loginPage,
  missing,
  serverError,
  tooManyRequests,
  unauthorized,
} from '../../local/servers/faults/error-responses.ts';
import type { Fault, FaultAnswer } from '../../local/servers/faults/fault-injector.ts';
import {
  cutMidBody,
  gzippedAndCut,
  notNdjson,
  truncated,
} from '../../local/servers/faults/files.ts';
import { cutJson } from '../../local/servers/faults/manifests.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { assertPublishes } from './bad-input.ts';
import { secrets, served, settings } from './served.ts';
import { openWorld, type World } from './world.ts';

type Answering = Extract<Fault, { answer: FaultAnswer }>;

/** What goes wrong for a while; `seconds`: how long the server asks to be left alone. */
type Passing = { what: string; source?: string; fault: Answering; seconds?: number };

const passing: Passing[] = [
  {
    what: 'K4: 503 to two kick-offs',
    fault: { on: 'kick-off', times: 2, answer: serverError(503) },
  },
  {
    what: 'K3: 429 with Retry-After to a kick-off',
    source: 'mte',
    fault: { on: 'kick-off', times: 1, answer: tooManyRequests('30') },
  },
  {
    what: 'K1: 401 to a kick-off with a token that was good',
    source: 'gateway',
    fault: { on: 'kick-off', times: 1, answer: unauthorized },
  },
  { what: 'P4: 503 to two polls', fault: { on: 'status', times: 2, answer: serverError(503) } },
  {
    what: 'P3: 429 with Retry-After to a poll',
    fault: { on: 'status', times: 1, answer: tooManyRequests('1800') },
    seconds: 1800,
  },
  { what: 'P6: 401 to a poll', fault: { on: 'status', times: 1, answer: unauthorized } },
  { what: 'P7: a status cut once', fault: { on: 'status', times: 1, answer: cutJson } },
  { what: 'P8: a login page to a poll', fault: { on: 'status', times: 1, answer: loginPage } },
  { what: 'P5: a job not known yet', fault: { on: 'status', times: 1, answer: missing } },
  { what: 'D21: 503 to two files', fault: { on: 'file', times: 2, answer: serverError(503) } },
  {
    what: 'D21: 429 with Retry-After to a file',
    source: 'mte-headers',
    fault: { on: 'file', times: 1, answer: tooManyRequests('3') },
  },
  {
    what: 'D17: 401 to a file',
    source: 'gateway',
    fault: { on: 'file', times: 1, answer: unauthorized },
  },
  { what: 'D1: a file cut once', fault: { on: 'file', times: 1, answer: truncated } },
  {
    what: 'D1: a file cut five times in the middle of a chunk',
    source: 'mte',
    fault: { on: 'file', times: 5, answer: cutMidBody },
  },
  { what: 'D10: a page of a proxy once', fault: { on: 'file', times: 1, answer: notNdjson } },
  { what: '503 to two tokens', fault: { on: 'token', times: 2, answer: serverError(503) } },
  // The last: the clock does not see zlib's threads, and may overtake a download that then runs on.
  {
    what: 'D1: a gzip file cut once',
    source: 'gateway',
    fault: { on: 'file', times: 1, answer: gzippedAndCut },
  },
];

describe('what goes wrong for a while is waited for, and the export lands byte for byte:', () => {
  const faults: Fault[] = [];
  const clock = virtualClock();
  const { http } = served(clock, faults);
  let world: World;
  before(async () => {
    world = await openWorld({ settings, secrets, http, clock });
  });
  after(() => world.close());

  for (const { what, source = 'ste', fault, seconds = 0 } of passing)
    test(what, async () => {
      const strikes: number[] = [];
      const answer: FaultAnswer = (request, honest) => {
        strikes.push(clock.now().getTime());
        return fault.answer(request, honest);
      };
      faults.push({ ...fault, answer });
      await assertPublishes(world, source, { types: ['Patient', 'Coverage'], mode: 'full' });
      faults.pop();
      assert.equal(strikes.length, fault.times);
      assert.ok(clock.now().getTime() - (strikes.at(-1) ?? 0) >= seconds * 1000);
    });
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  loginPage,
  missing,
  serverError,
  tooManyRequests,
  unauthorized,
} from '../../local/servers/faults/error-responses.ts';
import type { Fault } from '../../local/servers/faults/fault-injector.ts';
import {
  cutMidBody,
  gzippedAndCut,
  notNdjson,
  truncated,
} from '../../local/servers/faults/files.ts';
import { cutJson } from '../../local/servers/faults/manifests.ts';
import type { Interceptor } from '../../local/servers/http/routing.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { assertPublishes } from './bad-input.ts';
import { oneUpServers, secrets, settings } from './one-up-servers.ts';
import { openWorld, type World } from './world.ts';

type InterceptingFault = Extract<Fault, { intercept: Interceptor }>;

/** A temporary fault; `seconds`: how long the server asks to wait. */
type Passing = { what: string; source?: string; fault: InterceptingFault; seconds?: number };

const passing: Passing[] = [
  {
    what: '503 to two kick-offs (K4)',
    fault: { on: 'kick-off', times: 2, intercept: serverError(503) },
  },
  {
    what: '429 with Retry-After to a kick-off (K3)',
    source: 'mte',
    fault: { on: 'kick-off', times: 1, intercept: tooManyRequests('30') },
  },
  {
    what: '401 to a kick-off with a token that was good (K1)',
    source: 'gateway',
    fault: { on: 'kick-off', times: 1, intercept: unauthorized },
  },
  { what: '503 to two polls (P4)', fault: { on: 'status', times: 2, intercept: serverError(503) } },
  {
    what: '429 with Retry-After to a poll (P3)',
    fault: { on: 'status', times: 1, intercept: tooManyRequests('1800') },
    seconds: 1800,
  },
  { what: '401 to a poll (P6)', fault: { on: 'status', times: 1, intercept: unauthorized } },
  { what: 'a status cut once (P7)', fault: { on: 'status', times: 1, intercept: cutJson } },
  { what: 'a login page to a poll (P8)', fault: { on: 'status', times: 1, intercept: loginPage } },
  { what: 'a job not known yet (P5)', fault: { on: 'status', times: 1, intercept: missing } },
  { what: '503 to two files (D21)', fault: { on: 'file', times: 2, intercept: serverError(503) } },
  {
    what: '429 with Retry-After to a file (D21)',
    source: 'mte-headers',
    fault: { on: 'file', times: 1, intercept: tooManyRequests('3') },
  },
  {
    what: '401 to a file (D17)',
    source: 'gateway',
    fault: { on: 'file', times: 1, intercept: unauthorized },
  },
  { what: 'a file cut once (D1)', fault: { on: 'file', times: 1, intercept: truncated } },
  {
    what: 'a file cut five times in the middle of a chunk (D1)',
    source: 'mte',
    fault: { on: 'file', times: 5, intercept: cutMidBody },
  },
  { what: 'a page of a proxy once (D10)', fault: { on: 'file', times: 1, intercept: notNdjson } },
  { what: '503 to two tokens', fault: { on: 'token', times: 2, intercept: serverError(503) } },
  // The last: the clock does not see zlib's threads, and may overtake a download that then runs on.
  {
    what: 'a gzip file cut once (D1)',
    source: 'gateway',
    fault: { on: 'file', times: 1, intercept: gzippedAndCut },
  },
];

describe('a temporary fault delays the export, and it lands byte for byte:', () => {
  const faults: Fault[] = [];
  const clock = virtualClock();
  const { http } = oneUpServers(clock, faults);
  let world: World;
  before(async () => {
    world = await openWorld({ settings, secrets, http, clock });
  });
  after(() => world.close());

  for (const { what, source = 'ste', fault, seconds = 0 } of passing)
    test(what, async () => {
      const strikes: number[] = [];
      const intercept: Interceptor = (request, next) => {
        strikes.push(clock.now().getTime());
        return fault.intercept(request, next);
      };
      faults.push({ ...fault, intercept });
      await assertPublishes(world, source, { types: ['Patient', 'Coverage'], mode: 'full' });
      faults.pop();
      assert.equal(strikes.length, fault.times);
      assert.ok(clock.now().getTime() - (strikes.at(-1) ?? 0) >= seconds * 1000);
    });
});

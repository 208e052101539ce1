import assert from 'node:assert/strict';
import type { Fault } from '../../../local/servers/faults/fault-injector.ts';
import { outcome } from '../../../local/servers/http/server.ts';
import type { VirtualClock } from '../../fakes/virtual-clock.ts';
import { BULK_DATA, ONE_UP_JOBS } from './columns.ts';
import { at, type Exported, feature, requestsTo, works } from './feature.ts';

const STATUS = /\/jobs?\//;

/** A job of an hour, which without a Retry-After would be polled about forty times. */
const HOUR = { polls: 1_000_000, seconds: 3600 };
const WAIT = { retryAfterSeconds: 900, duration: HOUR };

const asksSeldom = (most: number) => (exported: Exported) => {
  const { world, result } = exported;
  const polls = requestsTo(exported, STATUS).filter((call) => call.startsWith('GET')).length;
  assert.ok(polls <= most, `${polls} polls`);
  const took = world.clock.now().getTime() - Date.parse(result.transactionTime ?? '');
  assert.ok(took < 3 * HOUR.seconds * 1000, `${took} ms`);
};

/** 1upHealth does not document this header, but a proxy can send it. */
const retryAfter =
  (text: (clock: VirtualClock) => string) =>
  (clock: VirtualClock): Fault[] => [
    {
      on: 'status',
      async intercept(_, next) {
        const response = await next();
        return { ...response, headers: { ...response.headers, 'retry-after': text(clock) } };
      },
    },
  ];

const inFiveMinutes = ({ now }: VirtualClock) => new Date(now().getTime() + 300_000);

feature('Retry-After in seconds', {
  ...at(BULK_DATA, () => works({ server: () => WAIT, shows: asksSeldom(6) })),
  ...at(ONE_UP_JOBS, () => works({ faults: retryAfter(() => '300'), shows: asksSeldom(2) })),
});

feature('Retry-After as an HTTP date', {
  ...at(BULK_DATA, () =>
    works({ server: () => ({ ...WAIT, retryAfter: 'http-date' }), shows: asksSeldom(6) }),
  ),
  ...at(ONE_UP_JOBS, () =>
    works({
      faults: retryAfter((clock) => inFiveMinutes(clock).toUTCString()),
      shows: asksSeldom(2),
    }),
  ),
});

feature('Retry-After of an absurd number', {
  ...at(BULK_DATA, () =>
    works({ server: () => ({ ...WAIT, retryAfter: 'epoch-milliseconds' }), shows: asksSeldom(6) }),
  ),
  ...at(ONE_UP_JOBS, () =>
    works({
      faults: retryAfter((clock) => `${inFiveMinutes(clock).getTime()}`),
      shows: asksSeldom(2),
    }),
  ),
});

feature('a transient error of the status', {
  ...at([...BULK_DATA, ...ONE_UP_JOBS], () =>
    works({
      faults: () => [
        { on: 'status', times: 1, intercept: () => outcome(503, 'transient', 'ask again') },
      ],
      shows: (exported) => assert.equal(requestsTo(exported, /\$export$/).length, 1),
    }),
  ),
});

import assert from 'node:assert/strict';
import type { Interceptor } from '../../../local/servers/http/routing.ts';
import { outcome } from '../../../local/servers/http/server.ts';
import type { VirtualClock } from '../../fakes/virtual-clock.ts';
import { type Hl7World, openHl7World } from './hl7-world.ts';

/** How many concurrent requests for files a server accepts, and how it refuses more. */
type Capacity = {
  concurrent: number;
  status: 429 | 503;
  /** The Retry-After of refused requests. */
  retryAfterSeconds?: number;
};

/** Counters of requests for files. */
type Counted = {
  refused: number;
  served: number;
  maxConcurrent: number;
  /** Requests that were sent before the Retry-After of a refused one was over. */
  early: number;
};

const SERVES_SECONDS = 4;

/** An HL7 server with little capacity, a source of eight concurrent files, and the server's counters. */
export async function openBusyWorld(
  capacity: Capacity,
  source: object = {},
): Promise<{ world: Hl7World; counted: Counted }> {
  const counted: Counted = { refused: 0, served: 0, maxConcurrent: 0, early: 0 };
  const world = await openHl7World({
    server: (clock) => ({
      ...{ version: 'v3', linesPerFile: 450 },
      faults: [{ on: 'file', intercept: limitedTo(capacity, counted, clock) }],
    }),
    source: { maxConcurrency: 8, ...source },
    requestSeconds: 0,
  });
  return { world, counted };
}

function limitedTo(
  { concurrent, status, retryAfterSeconds }: Capacity,
  counted: Counted,
  clock: VirtualClock,
): Interceptor {
  let inFlight = 0;
  let refusedAt = Number.NEGATIVE_INFINITY;
  return async (_, next) => {
    const now = clock.now().getTime() / 1000;
    if (refusedAt < now && now < refusedAt + (retryAfterSeconds ?? 0)) counted.early += 1;
    if (inFlight >= concurrent) {
      counted.refused += 1;
      refusedAt = now;
      const refusal = outcome(status, 'throttled', 'try again later');
      const headers = { 'retry-after': `${retryAfterSeconds}` };
      return retryAfterSeconds === undefined ? refusal : { ...refusal, headers };
    }
    inFlight += 1;
    counted.maxConcurrent = Math.max(counted.maxConcurrent, inFlight);
    await clock.sleep(SERVES_SECONDS * 1000);
    inFlight -= 1;
    counted.served += 1;
    return next();
  };
}

type AlwaysBusy = {
  deadlineHours: number;
  retryAfterSeconds?: number;
  /** The error of the export, and when it ends. */
  name: string;
  endsAfterHours: number;
};

/** Exports from a server that serves no file; proves when and how it ends, and the number of requests. */
export async function exportFromBusyServer(of: AlwaysBusy): Promise<void> {
  const { deadlineHours, retryAfterSeconds, name, endsAfterHours } = of;
  const { world, counted } = await openBusyWorld(
    { concurrent: 0, status: 429, ...(retryAfterSeconds && { retryAfterSeconds }) },
    { deadlineHours },
  );
  const startedAt = world.clock.now().getTime();
  const { exportId, error, files } = await world.run('hl7', { types: ['Observation'] });
  assert.deepEqual([error?.name, files], [name, []]);
  const hours = (world.clock.now().getTime() - startedAt) / 3_600_000;
  assert.ok(hours >= endsAfterHours && hours < endsAfterHours + 1.1, `${hours} hours`);
  assert.ok(counted.refused < 1000, `${counted.refused} requests were refused`);
  const events = world.laptop.measured(exportId)?.longestHistory ?? Number.NaN;
  assert.ok(events < 3000, `${events} events`);
  await world.close();
}

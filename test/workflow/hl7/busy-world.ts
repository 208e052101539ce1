import assert from 'node:assert/strict';
import type { Interceptor } from '../../../local/servers/http/routing.ts';
import { outcome } from '../../../local/servers/http/server.ts';
import type { VirtualClock } from '../../fakes/virtual-clock.ts';
import { type Hl7World, openHl7World } from './hl7-world.ts';

/** How a server bears requests for files: so many at a time, each of so many seconds. */
type Capacity = {
  bears: number;
  status: 429 | 503;
  /** What those who are too many are told. */
  retryAfterSeconds?: number;
};

/** What became of requests for files. */
type Counted = {
  refused: number;
  served: number;
  mostAtOnce: number;
  /** Requests that were sent after a refusal had been heard, and before its time was over. */
  early: number;
};

const SERVES_SECONDS = 4;

/** An HL7 server that bears little, before a source of eight files at a time, and what it counts. */
export async function openBusyWorld(
  bearing: Capacity,
  source: object = {},
): Promise<{ world: Hl7World; counted: Counted }> {
  const counted: Counted = { refused: 0, served: 0, mostAtOnce: 0, early: 0 };
  const world = await openHl7World({
    server: (clock) => ({
      ...{ version: 'v3', linesPerFile: 450 },
      faults: [{ on: 'file', intercept: limitedTo(bearing, counted, clock) }],
    }),
    source: { maxConcurrency: 8, ...source },
    requestSeconds: 0,
  });
  return { world, counted };
}

function limitedTo(
  { bears, status, retryAfterSeconds }: Capacity,
  counted: Counted,
  clock: VirtualClock,
): Interceptor {
  let inFlight = 0;
  let refusedAt = Number.NEGATIVE_INFINITY;
  return async (_, next) => {
    const now = clock.now().getTime() / 1000;
    if (refusedAt < now && now < refusedAt + (retryAfterSeconds ?? 0)) counted.early += 1;
    if (inFlight >= bears) {
      counted.refused += 1;
      refusedAt = now;
      const asked = outcome(status, 'throttled', 'try again later');
      const headers = { 'retry-after': `${retryAfterSeconds}` };
      return retryAfterSeconds === undefined ? asked : { ...asked, headers };
    }
    inFlight += 1;
    counted.mostAtOnce = Math.max(counted.mostAtOnce, inFlight);
    await clock.sleep(SERVES_SECONDS * 1000);
    inFlight -= 1;
    counted.served += 1;
    return next();
  };
}

type AlwaysBusy = {
  deadlineHours: number;
  retryAfterSeconds?: number;
  /** The error that the export ends with, and when. */
  name: string;
  endsAfterHours: number;
};

/** Exports from a server that serves no file, and proves when and how that ends, and how often it asked. */
export async function exportFromBusyServer(of: AlwaysBusy): Promise<void> {
  const { deadlineHours, retryAfterSeconds, name, endsAfterHours } = of;
  const { world, counted } = await openBusyWorld(
    { bears: 0, status: 429, ...(retryAfterSeconds && { retryAfterSeconds }) },
    { deadlineHours },
  );
  const began = world.clock.now().getTime();
  const { exportId, error, files } = await world.run('hl7', { types: ['Observation'] });
  assert.deepEqual([error?.name, files], [name, []]);
  const hours = (world.clock.now().getTime() - began) / 3_600_000;
  assert.ok(hours >= endsAfterHours && hours < endsAfterHours + 1.1, `${hours} hours`);
  assert.ok(counted.refused < 1000, `${counted.refused} requests were refused`);
  const events = world.laptop.measured(exportId)?.longestHistory ?? Number.NaN;
  assert.ok(events < 3000, `${events} events`);
  await world.close();
}

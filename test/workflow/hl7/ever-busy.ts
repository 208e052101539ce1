import assert from 'node:assert/strict';
import { openBusyWorld } from './busy-world.ts';

type EverBusy = {
  deadlineHours: number;
  retryAfterSeconds?: number;
  /** The error that the export ends with, and when. */
  name: string;
  endsAfterHours: number;
};

/** Exports from a server that serves no file, and proves when and how that ends, and how often it asked. */
export async function exportFromEverBusy(of: EverBusy): Promise<void> {
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

import type { PopulationSettings } from '../../../local/people/calendar.ts';
import { population } from '../../../local/people/population.ts';

export const EPOCH = new Date('2026-01-01T00:00:00.000Z');

/** A small population; whatever a test is about, it sets. */
export const aPopulation = (settings: Partial<PopulationSettings> = {}) =>
  population({ seed: 1, people: 50, epoch: EPOCH, visitsPerMinute: 60, ...settings });

/** The moment so many seconds after the epoch. */
export const after = (seconds: number) => new Date(EPOCH.getTime() + seconds * 1000);

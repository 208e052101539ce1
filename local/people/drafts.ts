import type { Calendar } from './calendar.ts';
import { catalogue } from './catalogue.ts';
import type { Draft, World } from './draft.ts';
import type { TypeName } from './ids.ts';
import { RandomStream } from './random-stream.ts';
import { visitOf } from './rate.ts';

/**
 * What the resource with that number is written from. `horizon` is the number of visits that have
 * happened; it decides which version of a patient is the newest.
 */
export const drafts =
  (dates: Calendar, world: World) =>
  (type: TypeName, index: number, horizon: number): Draft => {
    const entry = catalogue[type];
    if (entry.per === 'directory')
      return { ...drawn(type, index, 0, world), index, patient: 0, updatedAt: dates.opened };
    const visit =
      entry.per === 'visit' ? visitOf(entry.rate, index) : (dates.lastUpdate(index, horizon) ?? 0);
    const updatedAt = dates.timeOf(visit);
    return { ...drawn(type, index, visit, world), index, patient: visit % world.people, updatedAt };
  };

/** The stream is the version's own: a patient's next version draws other numbers. */
const drawn = (type: TypeName, index: number, visit: number, world: World) => ({
  type,
  visit,
  world,
  random: new RandomStream(world.seed ^ visit, kindOf(type), index),
});

/** A number for a type's name: FNV-1a. */
function kindOf(type: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < type.length; at += 1)
    hash = Math.imul(hash ^ type.charCodeAt(at), 0x01000193);
  return hash;
}

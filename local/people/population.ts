import { type Calendar, calendar, type PopulationSettings } from './calendar.ts';
import { resourceTypes } from './resource-types.ts';
import { type Draft, type World, worldOf } from './resources/draft.ts';
import { idOf, type TypeName } from './resources/ids.ts';
import { fromUtf8, type Utf8, utf8Chunks } from './resources/ndjson.ts';
import { RandomStream } from './resources/random-stream.ts';
import { visitOf } from './resources/rates.ts';
import { selectResources, type Window } from './selection.ts';

/** A range of a type's lines within a window: `from` inclusive, `to` exclusive. */
export type Slice = { readonly from: number; readonly to: number };

/** People and their records. Nothing is stored: each line is made when it is read. */
export type Population = {
  readonly types: readonly string[];
  /** The number of resources of the type whose newest version is in the window; 0 for an unknown type. */
  count(type: string, window: Window): number;
  /** These resources, or a slice of them: JSON without a newline, always in the same order. */
  lines(type: string, window: Window, slice?: Slice): Iterable<string>;
  /** The same lines as NDJSON, in chunks of whole lines of some 64 KiB. */
  ndjson(type: string, window: Window, slice?: Slice): Iterable<Buffer>;
  /** Ids of the first patients. */
  patientIds(limit: number): string[];
};

const EVERYTHING: Slice = { from: 0, to: Number.POSITIVE_INFINITY };

/**
 * A synthetic population, the same for the same settings. `people` patients have a year of records
 * up to `epoch`; after that there are `visitsPerMinute` visits without end.
 */
export function population(settings: PopulationSettings): Population {
  const dates = calendar(settings);
  const world = worldOf(settings.seed, settings.people);
  const select = selectResources(dates, world);
  const draftOf = drafts(dates, world);

  function* written(type: string, window: Window, { from, to }: Slice): Iterable<Utf8> {
    if (!isKnown(type)) return;
    const visitCount = dates.visitsUntil(window.until);
    let left = to - from;
    for (const index of select(type, window).from(from)) {
      if (left <= 0) return;
      left -= 1;
      yield resourceTypes[type].write(draftOf(type, index, visitCount)).bytes;
    }
  }

  return {
    types: Object.keys(resourceTypes),
    count: (type, window) => (isKnown(type) ? select(type, window).count : 0),
    *lines(type, window, slice = EVERYTHING) {
      for (const line of written(type, window, slice)) yield fromUtf8(line);
    },
    ndjson: (type, window, slice = EVERYTHING) => utf8Chunks(written(type, window, slice)),
    patientIds: (limit) =>
      Array.from({ length: Math.min(limit, settings.people) }, (_, nth) => idOf('Patient', nth)),
  };
}

const isKnown = (type: string): type is TypeName => Object.hasOwn(resourceTypes, type);

/** Makes the draft of a resource. `visitCount` visits have happened, which decides a patient's newest version. */
const drafts =
  (dates: Calendar, world: World) =>
  (type: TypeName, index: number, visitCount: number): Draft => {
    const entry = resourceTypes[type];
    if (entry.per === 'directory')
      return {
        ...randomized(type, index, 0, world),
        index,
        patient: 0,
        updatedAt: dates.recordedAt,
      };
    const visit =
      entry.per === 'visit'
        ? visitOf(entry.rate, index)
        : (dates.lastUpdate(index, visitCount) ?? 0);
    const updatedAt = dates.timeOf(visit);
    return {
      ...randomized(type, index, visit, world),
      index,
      patient: visit % world.people,
      updatedAt,
    };
  };

/** Each version has random numbers of its own. */
const randomized = (type: TypeName, index: number, visit: number, world: World) => ({
  type,
  visit,
  world,
  random: new RandomStream(world.seed ^ visit, hashOf(type), index),
});

/** FNV-1a. */
function hashOf(type: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < type.length; at += 1)
    hash = Math.imul(hash ^ type.charCodeAt(at), 0x01000193);
  return hash;
}

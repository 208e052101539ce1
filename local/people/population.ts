import { calendar, type PopulationSettings } from './calendar.ts';
import { catalogue } from './catalogue.ts';
import { chosen, type Window } from './chosen.ts';
import { chunked } from './chunked.ts';
import { worldOf } from './draft.ts';
import { drafts } from './drafts.ts';
import { idOf, type TypeName } from './ids.ts';
import { decoded, type Utf8 } from './utf8.ts';

/** Lines by their number within a type's window: `from` up to and without `to`. */
export type Slice = { readonly from: number; readonly to: number };

/** People and what is recorded of them; nothing is kept, every line is made when it is asked for. */
export type Population = {
  readonly types: readonly string[];
  /** Resources of the type whose newest version lies in the window; 0 for a type it does not hold. */
  count(type: string, window: Window): number;
  /** The same resources, or a slice of them: JSON, no newline, always in the same order. */
  lines(type: string, window: Window, slice?: Slice): Iterable<string>;
  /** The same lines as NDJSON, cut between lines into chunks of some 64 KiB. */
  ndjson(type: string, window: Window, slice?: Slice): Iterable<Buffer>;
  /** Ids of the first patients. */
  patientIds(limit: number): string[];
};

const EVERYTHING: Slice = { from: 0, to: Number.POSITIVE_INFINITY };

/**
 * A synthetic population, the same for the same settings. `people` patients have a year of records
 * up to `epoch`; after it `visitsPerMinute` visits go on for ever.
 */
export function population(settings: PopulationSettings): Population {
  const dates = calendar(settings);
  const world = worldOf(settings.seed, settings.people);
  const select = chosen(dates, world);
  const draftOf = drafts(dates, world);

  function* written(type: string, window: Window, { from, to }: Slice): Iterable<Utf8> {
    if (!isHeld(type)) return;
    const horizon = dates.visitsUntil(window.until);
    let left = to - from;
    for (const index of select(type, window).from(from)) {
      if (left <= 0) return;
      left -= 1;
      yield catalogue[type].write(draftOf(type, index, horizon)).bytes;
    }
  }

  return {
    types: Object.keys(catalogue),
    count: (type, window) => (isHeld(type) ? select(type, window).count : 0),
    *lines(type, window, slice = EVERYTHING) {
      for (const line of written(type, window, slice)) yield decoded(line);
    },
    ndjson: (type, window, slice = EVERYTHING) => chunked(written(type, window, slice)),
    patientIds: (limit) =>
      Array.from({ length: Math.min(limit, settings.people) }, (_, nth) => idOf('Patient', nth)),
  };
}

const isHeld = (type: string): type is TypeName => Object.hasOwn(catalogue, type);

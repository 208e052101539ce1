import { Readable } from 'node:stream';
import type { Window } from '../../people/chosen.ts';
import type { Population, Slice } from '../../people/population.ts';
import type { ServerResponse } from '../server.ts';

/** A file of a population's lines, made while it is read. */
export const ndjson = (
  population: Population,
  type: string,
  window: Window,
  slice: Slice,
): ServerResponse => ({
  status: 200,
  headers: { 'content-type': 'application/fhir+ndjson' },
  body: Readable.from(population.ndjson(type, window, slice), { objectMode: false }),
});

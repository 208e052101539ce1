import { ManifestRefused } from '../shared/errors.ts';
import type { JobRecord } from '../shared/records/export-records.ts';

/**
 * Compares the request that the server says it answered with what was asked (M13): a dropped `_type`
 * or another group would land other data than asked. Parameters are compared where the server echoes
 * a query at all. Throws ManifestRefused.
 */
export function checkRequest(echoed: string | undefined, { request, since }: JobRecord): void {
  const url = echoed === undefined ? null : URL.parse(echoed, 'https://server.example');
  if (!url) return;
  if (groupOf(url) !== request.group)
    throw new ManifestRefused('the server answered for another group than was asked');
  if (url.search === '') return;
  const types = (url.searchParams.getAll('_type').join(',') || '').toLowerCase().split(',');
  if (!sameSet(types, request.types.join(',').toLowerCase().split(',')))
    throw new ManifestRefused('the server answered for other types than were asked');
  // An echo that is not percent-encoded reads the + of an offset as a space.
  const echoedSince = url.searchParams.get('_since')?.replaceAll(' ', '+') ?? null;
  if (!sameTime(echoedSince, since))
    throw new ManifestRefused('the server answered for another _since than was asked');
}

/** A FHIR id is never percent-encoded: it is compared as it stands in the path. */
const groupOf = (url: URL) => /\/Group\/([^/]+)\//.exec(url.pathname)?.[1];

const sameSet = (a: string[], b: string[]) => new Set(a).symmetricDifference(new Set(b)).size === 0;

const sameTime = (a: string | null, b: string | null) =>
  a === b || (a !== null && b !== null && Date.parse(a) === Date.parse(b));

import type { JobRecord } from '../lake/export-records.ts';
import { ManifestRefused } from '../runtime/errors.ts';
import type { Source } from '../settings/source.ts';

/**
 * Compares the request that the server says it answered with what was asked (M13): another group, or
 * a parameter that was dropped, would land other data than asked. Parameters are compared where the
 * echo has a query at all, which that of a POST has not. There each one that was asked must be there,
 * as a dropped one makes a wider export; a source that is asked with `handling=lenient` allows that,
 * since its operator does, and the server tells of it among the outcomes (rule 17). None may have other
 * values than were asked, or be there unasked. Throws ManifestRefused.
 */
export function checkRequest(
  echoed: string | undefined,
  job: Pick<JobRecord, 'request' | 'since'>,
  { bulkData }: Pick<Source, 'bulkData'>,
): void {
  const url = echoed === undefined ? null : URL.parse(echoed, 'https://server.example');
  if (!url) return;
  if (groupOf(url) !== job.request.group)
    throw new ManifestRefused('the server answered for another group than was asked');
  if (url.search === '') return;
  for (const asked of narrowedBy(job)) checkParameter(asked, url, bulkData?.lenient ?? false);
}

/** A FHIR id is never percent-encoded: it is compared as it stands in the path. */
const groupOf = (url: URL) => /\/Group\/([^/]+)\//.exec(url.pathname)?.[1];

function checkParameter({ name, values, read }: Narrowing, url: URL, isLenient: boolean) {
  const asked = setOf(values, read);
  const echoed = setOf(url.searchParams.getAll(name), read);
  if (asked.symmetricDifference(echoed).size === 0) return;
  if (echoed.size > 0)
    throw new ManifestRefused(`the server answered for another ${name} than was asked`);
  if (!isLenient)
    throw new ManifestRefused(
      `the server dropped the ${name} that was asked, and so exported more`,
    );
}

const setOf = (values: readonly string[], read: Narrowing['read']) =>
  new Set(values.flatMap((value) => elementsOf(value)).map(read));

/**
 * The elements of a comma list. A filter's own escapes are undone first, on either side, so that it
 * compares alike however it was escaped. An echo that is not percent-encoded reads + as a space.
 */
const elementsOf = (list: string) =>
  unescaped(list)
    .replaceAll(' ', '+')
    .split(',')
    .filter((element) => element !== '');

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A kick-off parameter that decides what is exported. */
type Narrowing = {
  name: string;
  /** As they were asked; none: it was not. */
  values: readonly string[];
  /** What of a value is compared. */
  read: (value: string) => string;
};

/** Every parameter that decides what an export holds, asked or not. */
const narrowedBy = ({ request, since }: Pick<JobRecord, 'request' | 'since'>): Narrowing[] => [
  { name: '_type', values: request.types, read: lowerCase },
  { name: '_since', values: one(since), read: moment },
  { name: '_until', values: one(request.until), read: moment },
  { name: '_typeFilter', values: request.typeFilters, read: asItIs },
  { name: '_elements', values: request.elements, read: asItIs },
  { name: 'patient', values: request.patients, read: idOf },
  { name: 'includeAssociatedData', values: request.includeAssociatedData, read: asItIs },
  { name: 'organizeOutputBy', values: one(request.organizeOutputBy), read: asItIs },
  ...Object.entries(request.parameters).map(([name, values]) => ({
    ...{ name, values: [values].flat(), read: asItIs },
  })),
];

const one = (value: string | null | undefined) => (value ? [value] : []);

const asItIs = (value: string) => value;
const lowerCase = (value: string) => value.toLowerCase();
/** Of an instant or a date, which is its midnight in UTC, or of what is none. */
const moment = (value: string) => String(Date.parse(value));
/** Of an id, or a reference to a patient. */
const idOf = (value: string) => value.slice(value.lastIndexOf('/') + 1);

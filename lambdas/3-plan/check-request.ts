import type { JobRecord } from '../lake/export-records.ts';
import { ManifestRefused } from '../runtime/errors.ts';
import type { Source } from '../settings/source.ts';

/**
 * Compares the manifest's `request`, the server's echo of the kick-off URL, with what was requested:
 * with another group, or without a parameter, other data would be exported. Parameters are compared if
 * the echo has a query; that of a POST has none. Each parameter must have the requested values. One
 * that was requested may be missing only with `handling=lenient`: the source allows that, and the
 * server reports it among the outcomes (rule 17). Throws ManifestRefused.
 */
export function checkRequest(
  echoed: string | undefined,
  job: Pick<JobRecord, 'request' | 'since'>,
  { bulkData }: Pick<Source, 'bulkData'>,
): void {
  const url = echoed === undefined ? null : URL.parse(echoed, 'https://server.example');
  if (!url) return;
  if (groupOf(url) !== job.request.group)
    throw new ManifestRefused('the server exported another group than requested');
  if (url.search === '') return;
  for (const asked of parametersOf(job)) checkParameter(asked, url, bulkData?.lenient ?? false);
}

/** A FHIR id is never percent-encoded: it is compared as it is in the path. */
const groupOf = (url: URL) => /\/Group\/([^/]+)\//.exec(url.pathname)?.[1];

function checkParameter({ name, values, read }: Parameter, url: URL, isLenient: boolean) {
  const asked = setOf(values, read);
  const echoed = setOf(url.searchParams.getAll(name), read);
  if (asked.symmetricDifference(echoed).size === 0) return;
  if (echoed.size > 0)
    throw new ManifestRefused(`the server exported for another ${name} than requested`);
  if (!isLenient)
    throw new ManifestRefused(`the server dropped ${name} from the request, and so exported more`);
}

const setOf = (values: readonly string[], read: Parameter['read']) =>
  new Set(values.flatMap((value) => elementsOf(value)).map(read));

/**
 * The elements of a comma list. Percent-encoding within a `_typeFilter` is decoded on both sides, so
 * that two encodings of one filter are equal. A `+` in an echo that is not percent-encoded arrives as a
 * space.
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
type Parameter = {
  name: string;
  /** As requested; empty: it was not. */
  values: readonly string[];
  /** The part of a value that is compared. */
  read: (value: string) => string;
};

/** Every parameter that decides what is exported, requested or not. */
const parametersOf = ({ request, since }: Pick<JobRecord, 'request' | 'since'>): Parameter[] => [
  { name: '_type', values: request.types, read: lowerCase },
  { name: '_since', values: one(since), read: moment },
  { name: '_until', values: one(request.until), read: moment },
  { name: '_typeFilter', values: request.typeFilters, read: unchanged },
  { name: '_elements', values: request.elements, read: unchanged },
  { name: 'patient', values: request.patients, read: idOf },
  { name: 'includeAssociatedData', values: request.includeAssociatedData, read: unchanged },
  { name: 'organizeOutputBy', values: one(request.organizeOutputBy), read: unchanged },
  ...Object.entries(request.parameters).map(([name, values]) => ({
    ...{ name, values: [values].flat(), read: unchanged },
  })),
];

const one = (value: string | null | undefined) => (value ? [value] : []);

const unchanged = (value: string) => value;
const lowerCase = (value: string) => value.toLowerCase();
/** The time of an instant, or of a date's midnight in UTC; NaN for other text. */
const moment = (value: string) => String(Date.parse(value));
/** The id of a reference to a patient, or the id itself. */
const idOf = (value: string) => value.slice(value.lastIndexOf('/') + 1);

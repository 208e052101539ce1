import type { BulkData, BulkDataVersion } from '../../settings/bulk-data.ts';
import type { ExportRequest } from '../../settings/export-request.ts';

/** One parameter of a kick-off, before it is written as a query or as a Parameters resource. */
export type Parameter = {
  /** The setting it comes from, which a refusal names. */
  field: string;
  name: string;
  values: readonly string[];
  /** The first version of the guide that knows it (rule 18). */
  firstIn: BulkDataVersion;
  /** Whether its values may stand as one comma list. */
  isList: boolean;
  /** One of its values as the `value[x]` of a Parameters resource. */
  toValue: (value: string) => object;
};

/** What a kick-off is made from. */
type KickOffInput = {
  request: ExportRequest;
  since: string | null;
  settings: BulkData;
  version: BulkDataVersion;
};

/** Every parameter that an export sets, and none that it does not. */
export const parametersOf = (asked: KickOffInput): Parameter[] =>
  [...guideParameters(asked), ...customParameters(asked.request)].filter(
    ({ values }) => values.length > 0,
  );

/** The guide's own; each value's type is that of its OperationDefinitions. */
const guideParameters = ({ request, since, settings, version }: KickOffInput): Parameter[] => [
  parameter('_outputFormat', 'bulkData.outputFormat', one(settings.outputFormat), string),
  parameter('_since', 'since', one(since ?? undefined).map(toInstant), instant),
  parameter('_until', 'until', one(request.until).map(toInstant), instant, 'v3'),
  list(parameter('_type', 'types', request.types, string)),
  list(parameter('_elements', 'elements', request.elements, string)),
  parameter('patient', 'patients', request.patients, patient),
  list(
    parameter(
      'includeAssociatedData',
      'includeAssociatedData',
      request.includeAssociatedData,
      version === 'v4' ? coding : code,
    ),
  ),
  typeFilters(request.typeFilters, version),
  parameter('organizeOutputBy', 'organizeOutputBy', one(request.organizeOutputBy), string, 'v3'),
  parameter(
    'allowPartialManifests',
    'bulkData.allowPartialManifests',
    settings.allowPartialManifests ? ['true'] : [],
    boolean,
    'v3',
  ),
  fileSize('_minimumFileSize', 'minimumFileBytes', settings),
  fileSize('_maximumFileSize', 'maximumFileBytes', settings),
];

const parameter = (
  name: string,
  field: string,
  values: readonly string[],
  toValue: Parameter['toValue'],
  firstIn: BulkDataVersion = 'v2',
): Parameter => ({ field, name, values, firstIn, isList: false, toValue });

const list = (one: Parameter): Parameter => ({ ...one, isList: true });

/** v2 makes them one list, v3 repeats the parameter (rule 19). */
function typeFilters(filters: readonly string[], version: BulkDataVersion): Parameter {
  const written = version === 'v4' ? filters : filters.map(withoutComma);
  return {
    ...parameter('_typeFilter', 'typeFilters', written, string),
    isList: version === 'v2',
  };
}

/**
 * A filter is a query, in which `%2C` is a comma. Up to v3 a server may read a bare one as the end of
 * the filter, also where the parameter is repeated (rule 14); Epic and HAPI take this form.
 */
const withoutComma = (filter: string) => filter.replaceAll(',', '%2C');

const fileSize = (name: string, field: 'minimumFileBytes' | 'maximumFileBytes', from: BulkData) =>
  parameter(name, `bulkData.${field}`, one(from[field]?.toString()), positiveInt, 'v4');

/** Of a parameter that the guide does not know nothing is known: each value stands alone, as it is. */
const customParameters = ({ parameters }: ExportRequest): Parameter[] =>
  Object.entries(parameters).map(([name, values]) =>
    parameter(name, `parameters.${name}`, [values].flat(), string),
  );

const one = (value: string | undefined) => (value === undefined ? [] : [value]);

/** `_since` and `_until` are instants in every version, also in a query: a date is its midnight in UTC. */
const toInstant = (moment: string) => (moment.includes('T') ? moment : `${moment}T00:00:00Z`);

const string = (valueString: string) => ({ valueString });
const instant = (valueInstant: string) => ({ valueInstant });
const boolean = (value: string) => ({ valueBoolean: value === 'true' });
const positiveInt = (value: string) => ({ valuePositiveInt: Number(value) });
const patient = (id: string) => ({ valueReference: { reference: `Patient/${id}` } });
const code = (valueCode: string) => ({ valueCode });

/** v4 takes a Coding; values of a server's own begin with `_` and are of no known system (rule 18). */
const coding = (value: string) => ({
  valueCoding: value.startsWith('_') ? { code: value } : { system: ASSOCIATED_DATA, code: value },
});
const ASSOCIATED_DATA = 'http://hl7.org/fhir/uv/bulkdata/CodeSystem/include-associated-data';

type Writable = Pick<Parameter, 'name' | 'values' | 'isList' | 'toValue'>;

/** A query with each list as one comma list (rule 14); empty where nothing is asked for. */
export const toCommaQuery = (parameters: readonly Writable[]): string =>
  parameters
    .flatMap((parameter) => (parameter.isList ? joined(parameter) : repeated(parameter)))
    .join('&');

/** A query with the parameter repeated for every value (rule 14). */
export const toRepeatedQuery = (parameters: readonly Writable[]): string =>
  parameters.flatMap(repeated).join('&');

/** A Parameters resource with an entry for every value, the only form of v4 (rules 13, 14). */
export function toParametersResource(parameters: readonly Writable[]): string {
  const parameter = parameters.flatMap(({ name, values, toValue }) =>
    values.map((value) => ({ name, ...toValue(value) })),
  );
  // FHIR's JSON knows no empty array.
  return JSON.stringify({
    resourceType: 'Parameters',
    ...(parameter.length > 0 && { parameter }),
  });
}

/** The commas between values stay as they are; those inside are encoded. */
const joined = ({ name, values }: Writable) => [
  `${name}=${values.map(encodeURIComponent).join(',')}`,
];

const repeated = ({ name, values }: Writable) =>
  values.map((value) => `${name}=${encodeURIComponent(value)}`);

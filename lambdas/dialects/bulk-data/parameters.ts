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
export type Asked = {
  request: ExportRequest;
  since: string | null;
  settings: BulkData;
  version: BulkDataVersion;
};

/** Every parameter that an export sets, and none that it does not. */
export const parametersOf = (asked: Asked): Parameter[] =>
  [...guideParameters(asked), ...customParameters(asked.request)].filter(
    ({ values }) => values.length > 0,
  );

/** The guide's own; each value's type is that of its OperationDefinitions. */
const guideParameters = ({ request, since, settings, version }: Asked): Parameter[] => [
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

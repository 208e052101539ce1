import type { BulkData, BulkDataVersion } from '../../settings/bulk-data.ts';
import type { ExportRequest } from '../../settings/export-request.ts';

/** One kick-off parameter, before it is encoded as a query or a Parameters resource. */
export type Parameter = {
  /** The setting it comes from, for error messages. */
  field: string;
  name: string;
  values: readonly string[];
  /** The first version of the guide that has it (rule 18). */
  firstIn: BulkDataVersion;
  /** Whether its values may be one comma-separated list. */
  isList: boolean;
  /** One of its values as the `value[x]` of a Parameters resource. */
  toValue: (value: string) => object;
};

type KickOffInput = {
  request: ExportRequest;
  since: string | null;
  settings: BulkData;
  version: BulkDataVersion;
};

/** All parameters of an export that have a value. */
export const parametersOf = (input: KickOffInput): Parameter[] =>
  [...guideParameters(input), ...customParameters(input.request)].filter(
    ({ values }) => values.length > 0,
  );

/** The guide's parameters, with the value types of its OperationDefinitions. */
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

/** One list in v2, a repeated parameter in v3 (rule 19). */
function typeFilters(filters: readonly string[], version: BulkDataVersion): Parameter {
  const written = version === 'v4' ? filters : filters.map(withoutComma);
  return {
    ...parameter('_typeFilter', 'typeFilters', written, string),
    isList: version === 'v2',
  };
}

/**
 * A filter is a query, in which `%2C` stands for a comma. Up to v3 a server may split a filter at a comma,
 * even in a repeated parameter (rule 14); Epic and HAPI accept `%2C`.
 */
const withoutComma = (filter: string) => filter.replaceAll(',', '%2C');

const fileSize = (name: string, field: 'minimumFileBytes' | 'maximumFileBytes', from: BulkData) =>
  parameter(name, `bulkData.${field}`, one(from[field]?.toString()), positiveInt, 'v4');

/** Parameters that are not in the guide are repeated for each value, unchanged. */
const customParameters = ({ parameters }: ExportRequest): Parameter[] =>
  Object.entries(parameters).map(([name, values]) =>
    parameter(name, `parameters.${name}`, [values].flat(), string),
  );

const one = (value: string | undefined) => (value === undefined ? [] : [value]);

/** `_since` and `_until` are instants: a date becomes its midnight in UTC. */
const toInstant = (moment: string) => (moment.includes('T') ? moment : `${moment}T00:00:00Z`);

const string = (valueString: string) => ({ valueString });
const instant = (valueInstant: string) => ({ valueInstant });
const boolean = (value: string) => ({ valueBoolean: value === 'true' });
const positiveInt = (value: string) => ({ valuePositiveInt: Number(value) });
const patient = (id: string) => ({ valueReference: { reference: `Patient/${id}` } });
const code = (valueCode: string) => ({ valueCode });

/** v4 uses a Coding; server-specific values begin with `_` and have no system (rule 18). */
const coding = (value: string) => ({
  valueCoding: value.startsWith('_') ? { code: value } : { system: ASSOCIATED_DATA, code: value },
});
const ASSOCIATED_DATA = 'http://hl7.org/fhir/uv/bulkdata/CodeSystem/include-associated-data';

type Encodable = Pick<Parameter, 'name' | 'values' | 'isList' | 'toValue'>;

/** A query with comma-separated lists (rule 14); empty without parameters. */
export const toCommaQuery = (parameters: readonly Encodable[]): string =>
  parameters
    .flatMap((parameter) => (parameter.isList ? joined(parameter) : repeated(parameter)))
    .join('&');

/** A query with the parameter repeated for each value (rule 14). */
export const toRepeatedQuery = (parameters: readonly Encodable[]): string =>
  parameters.flatMap(repeated).join('&');

/** A Parameters resource with an entry for each value, v4's only form (rules 13, 14). */
export function toParametersResource(parameters: readonly Encodable[]): string {
  const parameter = parameters.flatMap(({ name, values, toValue }) =>
    values.map((value) => ({ name, ...toValue(value) })),
  );
  // FHIR's JSON does not allow empty arrays.
  return JSON.stringify({
    resourceType: 'Parameters',
    ...(parameter.length > 0 && { parameter }),
  });
}

/** Commas inside values are encoded, those between values are not. */
const joined = ({ name, values }: Encodable) => [
  `${name}=${values.map(encodeURIComponent).join(',')}`,
];

const repeated = ({ name, values }: Encodable) =>
  values.map((value) => `${name}=${encodeURIComponent(value)}`);

import type { Parameter } from './parameters.ts';

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

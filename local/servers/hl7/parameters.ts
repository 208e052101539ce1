import { z } from 'zod';
import { OutcomeError } from '../http/server.ts';
import { isList, type Version } from './version.ts';

const VALUES = {
  valueString: z.string().optional(),
  valueInstant: z.string().optional(),
  valueCode: z.string().optional(),
  valueBoolean: z.boolean().optional(),
  valueReference: z.looseObject({ reference: z.string() }).optional(),
  valueCoding: z.looseObject({ code: z.string() }).optional(),
};
type Kind = keyof typeof VALUES;
const Parameter = z.looseObject({ name: z.string(), ...VALUES });
type Parameter = z.infer<typeof Parameter>;
const Parameters = z.object({
  resourceType: z.literal('Parameters'),
  parameter: z.array(Parameter).default([]),
});

/**
 * The parameters of a POST. v4 allows one value per entry and no comma-separated list (rule 14). Throws
 * OutcomeError: 415 for another content type, 400 for an invalid Parameters resource or value type.
 */
export function bodyParameters(
  { body, contentType }: { body: string; contentType: string },
  version: Version,
): ParameterValue[] {
  if (!/^application\/(fhir\+)?json\b/.test(contentType))
    throw new OutcomeError(415, 'structure', 'send application/fhir+json');
  const parameters = Parameters.safeParse(json(body));
  if (!parameters.success)
    throw new OutcomeError(400, 'structure', 'the body is not a Parameters resource');
  return parameters.data.parameter.flatMap((entry) => {
    const value = textOf(entry, kindOf(entry.name, version));
    return valuesIn(entry.name, value, version).map((each) => ({ name: entry.name, value: each }));
  });
}

/** The type in the version's OperationDefinition; undefined for an unknown parameter. */
function kindOf(name: string, version: Version): Kind | undefined {
  if (name === 'includeAssociatedData') return version === 'v4' ? 'valueCoding' : 'valueCode';
  return KINDS[name];
}

const KINDS: Readonly<Record<string, Kind>> = {
  _outputFormat: 'valueString',
  _since: 'valueInstant',
  _until: 'valueInstant',
  _type: 'valueString',
  _typeFilter: 'valueString',
  _elements: 'valueString',
  patient: 'valueReference',
  organizeOutputBy: 'valueString',
  allowPartialManifests: 'valueBoolean',
};

function textOf(entry: Parameter, kind: Kind | undefined): string {
  if (kind === undefined) return '';
  const value = entry[kind];
  if (value === undefined) throw new OutcomeError(400, 'value', `${entry.name} has no ${kind}`);
  if (typeof value !== 'object') return `${value}`;
  return 'code' in value ? `${value.code}` : `${value.reference}`;
}

function valuesIn(name: string, value: string, version: Version): string[] {
  const values = isList(name) ? split(name, value) : [value];
  if (version === 'v4' && values.length > 1)
    throw new OutcomeError(400, 'value', `${name}: one value per entry`);
  return values;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The parameters of a query; lists may be repeated or comma-separated (rule 14). */
export const queryParameters = (query: URLSearchParams): ParameterValue[] =>
  [...query].flatMap(([name, text]) => split(name, text).map((value) => ({ name, value })));

/** Splits a list. In `_typeFilter` only a comma before `Type?` separates values; others belong to a search. */
function split(name: string, text: string): string[] {
  if (!isList(name)) return [text];
  return text.split(name === '_typeFilter' ? /,(?=[A-Z][A-Za-z]+\?)/ : ',');
}

/** One value of one parameter of a kick-off, from a query or a body. */
export type ParameterValue = { readonly name: string; readonly value: string };

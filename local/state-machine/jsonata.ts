import jsonata from 'jsonata';
import { z } from 'zod';
import { type Json, toJson } from './payload.ts';
import { QueryFailed } from './states-error.ts';

/** The variables of an expression, and `$states`. */
export type Bindings = Readonly<Record<string, unknown>>;

/**
 * The value of a template: JSON in which strings `{% … %}` are JSONata. There is no context item: an
 * expression reads `$states.input`. Throws {@link QueryFailed}, with Step Functions' message and location,
 * if an expression fails or returns nothing.
 */
export async function evaluate(template: Json, field: string, bindings: Bindings): Promise<Json> {
  if (typeof template === 'string')
    return isExpression(template) ? query(sourceOf(template), field, bindings) : template;
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [index, item] of template.entries())
      items.push(await evaluate(item, `${field}[${index}]`, bindings));
    return items;
  }
  if (typeof template !== 'object' || template === null) return template;
  const values: [string, Json][] = [];
  for (const [key, value] of Object.entries(template))
    values.push([key, await evaluate(value, `${field}/${key}`, bindings)]);
  return Object.fromEntries(values);
}

async function query(source: string, field: string, bindings: Bindings): Promise<Json> {
  const subject = `The JSONata expression '${source}' specified for the field '${field}'`;
  const value = await run(source, bindings).catch((error: unknown) => {
    throw new QueryFailed(`${subject} threw an error during evaluation. ${describe(error)}`, field);
  });
  if (value === undefined) throw new QueryFailed(`${subject} returned nothing (undefined).`, field);
  if (isFunction(value))
    throw new QueryFailed(`${subject} returned an unsupported result type.`, field);
  return toJson(value);
}

async function run(source: string, bindings: Bindings): Promise<unknown> {
  return compile(source).evaluate(undefined, bindings);
}

/** jsonata throws plain objects. */
const JsonataError = z.object({ code: z.string().optional(), message: z.string() });

function describe(error: unknown): string {
  const { success, data } = JsonataError.safeParse(error);
  if (!success) return String(error);
  return data.code === undefined ? data.message : `${data.code}: ${data.message}`;
}

const isFunction = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' &&
    value !== null &&
    ('_jsonata_lambda' in value || '_jsonata_function' in value));

/** Whether a string is JSONata: `{%` and `%}` must be its first and last characters. */
export const isExpression = (text: string): boolean => text.startsWith('{%') && text.endsWith('%}');

/** The text between `{%` and `%}`. */
export const sourceOf = (expression: string): string => expression.slice(2, -2).trim();

const compiled = new Map<string, jsonata.Expression>();

/** Parses JSONata, and caches the result. Throws the error of jsonata. */
export function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known) return known;
  const expression = jsonata(source);
  compiled.set(source, expression);
  return expression;
}

type Range = { min: number; max: number };

/** The value of an integer field, such as `Seconds`. Throws {@link QueryFailed}. */
export async function evaluateInteger(
  template: Json,
  field: string,
  bindings: Bindings,
  { min, max }: Range,
): Promise<number> {
  const value = await evaluate(template, field, bindings);
  if (typeof value !== 'number') throw unexpected(template, field, 'number', value);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const expected = `a whole number from ${min} to ${max}`;
  throw new QueryFailed(`The field '${field}' must be ${expected}, but was ${value}.`, field);
}

/** The value of a boolean field. Throws {@link QueryFailed}. */
export async function evaluateBoolean(
  template: Json,
  field: string,
  bindings: Bindings,
): Promise<boolean> {
  const value = await evaluate(template, field, bindings);
  if (typeof value !== 'boolean') throw unexpected(template, field, 'boolean', value);
  return value;
}

/** The value of a string field. Throws {@link QueryFailed}. */
export async function evaluateString(
  template: Json,
  field: string,
  bindings: Bindings,
): Promise<string> {
  const value = await evaluate(template, field, bindings);
  if (typeof value !== 'string') throw unexpected(template, field, 'string', value);
  return value;
}

function unexpected(template: Json, field: string, expected: string, value: Json): QueryFailed {
  const source = typeof template === 'string' ? sourceOf(template) : JSON.stringify(template);
  return new QueryFailed(
    `The JSONata expression '${source}' specified for the field '${field}' returned an unexpected ` +
      `result type. Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    field,
  );
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

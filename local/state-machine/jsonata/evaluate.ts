import { z } from 'zod';
import { type Json, toJson } from '../json.ts';
import { QueryFailed } from '../states-error.ts';
import { compile, isExpression, sourceOf } from './expression.ts';

/** What an expression may name with a `$`: variables and `$states`. */
export type Bindings = Readonly<Record<string, unknown>>;

/**
 * The value of a template: JSON in which strings `{% … %}` are JSONata. There is no context item, so
 * an expression reads `$states.input`. Throws {@link QueryFailed} where one fails or returns nothing;
 * its message and location are worded as Step Functions words them.
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

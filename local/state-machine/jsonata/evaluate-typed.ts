import type { Json } from '../json.ts';
import { QueryFailed } from '../states-error.ts';
import { type Bindings, evaluate } from './evaluate.ts';
import { sourceOf } from './expression.ts';

type Range = { min: number; max: number };

/** A field that must give a whole number, such as `Seconds`. */
export async function evaluateInteger(
  template: Json,
  field: string,
  bindings: Bindings,
  { min, max }: Range,
): Promise<number> {
  const value = await evaluate(template, field, bindings);
  if (typeof value !== 'number') throw unexpected(template, field, 'number', value);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const wanted = `a whole number from ${min} to ${max}`;
  throw new QueryFailed(`The field '${field}' must be ${wanted}, but was ${value}.`, field);
}

/** A field that must give true or false. */
export async function evaluateBoolean(
  template: Json,
  field: string,
  bindings: Bindings,
): Promise<boolean> {
  const value = await evaluate(template, field, bindings);
  if (typeof value !== 'boolean') throw unexpected(template, field, 'boolean', value);
  return value;
}

/** A field that must give text. */
export async function evaluateString(
  template: Json,
  field: string,
  bindings: Bindings,
): Promise<string> {
  const value = await evaluate(template, field, bindings);
  if (typeof value !== 'string') throw unexpected(template, field, 'string', value);
  return value;
}

function unexpected(template: Json, field: string, wanted: string, value: Json): QueryFailed {
  const source = typeof template === 'string' ? sourceOf(template) : JSON.stringify(template);
  return new QueryFailed(
    `The JSONata expression '${source}' specified for the field '${field}' returned an unexpected ` +
      `result type. Expected '${wanted}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    field,
  );
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

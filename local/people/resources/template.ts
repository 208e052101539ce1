import { type Utf8, utf8 } from './ndjson.ts';

/** JSON in UTF-8 that can be inserted into other JSON. */
export class JsonFragment {
  readonly bytes: Utf8;
  constructor(bytes: Utf8) {
    this.bytes = bytes;
  }
}

/** What a function of a shape can give. Its strings are UTF-8 and need no JSON escapes. */
type Leaf = Utf8 | number | boolean | JsonFragment;

/** The shape of JSON whose leaves depend on a `T`. Any member but the first may give undefined, and is then left out. */
export type Shape<T> =
  | string
  | number
  | boolean
  | JsonFragment
  | ((from: T) => Leaf | undefined)
  | readonly Shape<T>[]
  | { readonly [member: string]: Shape<T> };

type Part<T> = Utf8 | ((from: T) => Utf8);

/**
 * A writer of JSON of that shape. The parts that do not depend on `T` are serialized once, so that a
 * resource is a concatenation of strings: several times as fast as `JSON.stringify` of an object.
 */
export function template<T>(shape: Shape<T>): (from: T) => JsonFragment {
  const parts = joined(partsOf(shape));
  return (from) => {
    let bytes = '';
    for (const part of parts) bytes += typeof part === 'string' ? part : part(from);
    return new JsonFragment(bytes);
  };
}

/** Constant JSON. */
export const fragment = (shape: Shape<undefined>): JsonFragment => template(shape)(undefined);

/** A JSON array. */
export const jsonArray = (items: readonly JsonFragment[]): JsonFragment =>
  new JsonFragment(`[${items.map(({ bytes }) => bytes).join(',')}]`);

function partsOf<T>(shape: Shape<T>): Part<T>[] {
  if (typeof shape === 'function') return [(from) => leaf(shape(from))];
  if (shape instanceof JsonFragment) return [shape.bytes];
  if (typeof shape !== 'object') return [utf8(JSON.stringify(shape))];
  if (isList(shape))
    return ['[', ...shape.flatMap((item, nth) => [nth ? ',' : '', ...partsOf(item)]), ']'];
  return ['{', ...Object.entries(shape).flatMap(memberParts), '}'];
}

function memberParts<T>([name, value]: [string, Shape<T>], nth: number): Part<T>[] {
  const lead = `${nth ? ',' : ''}"${name}":`;
  if (typeof value !== 'function') return [lead, ...partsOf(value)];
  return [
    (from) => {
      const result = value(from);
      return result === undefined ? '' : lead + leaf(result);
    },
  ];
}

const isList = <T>(shape: Shape<T>): shape is readonly Shape<T>[] => Array.isArray(shape);

const leaf = (value: Leaf | undefined): Utf8 =>
  value instanceof JsonFragment
    ? value.bytes
    : typeof value === 'string'
      ? `"${value}"`
      : `${value}`;

function joined<T>(parts: readonly Part<T>[]): Part<T>[] {
  const result: Part<T>[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (typeof part === 'string' && typeof last === 'string') result.push(result.pop() + part);
    else result.push(part);
  }
  return result;
}

import { readFileSync } from 'node:fs';
import type { ColumnType } from '../../../infra/catalog/column-type.ts';

type Element = { path: string; repeats: boolean; types: string[] };

const elements = readFileSync(new URL('r4-elements.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('# '))
  .map(readElement);

/** The R4 type of a datatype, a resource or a backbone element, with a column per choice. */
export function r4Type(path: string): ColumnType {
  if (path === 'Reference') return { struct: slimReference };
  const fields = elements
    .filter((element) => element.path.replace(/\.[^.]+$/, '') === path)
    .filter((element) => element.types[0] !== 'Resource')
    .flatMap(columnsOf);
  return { struct: Object.fromEntries(fields) };
}

/** `Extension.value[x]`: the type of each value by its name. */
export const r4ExtensionValues = (): Record<string, ColumnType> =>
  Object.fromEntries(
    elements
      .filter((element) => element.path.startsWith('Extension.'))
      .flatMap((element) => columnsOf({ ...element, types: element.types.filter(isKnown) })),
  );

const isKnown = (type: string) =>
  isPrimitive(type) || elements.some((e) => e.path.startsWith(type));

const slimReference: Record<string, ColumnType> = {
  reference: 'string',
  type: 'string',
  display: 'string',
  identifier: { struct: { system: 'string', value: 'string' } },
};

function readElement(line: string): Element {
  const [path = '', max, types = ''] = line.split(' ');
  return { path, repeats: max === '*', types: types.split('|') };
}

function columnsOf({ path, repeats, types }: Element): [string, ColumnType][] {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return types.map((type) => {
    const one = typeNamed(type, path);
    return [name.replace('[x]', capitalised(type)), repeats ? { list: one } : one];
  });
}

function typeNamed(type: string, path: string): ColumnType {
  if (isPrimitive(type)) return PRIMITIVES[type] ?? 'string';
  if (type === 'Extension') return 'string';
  if (type.startsWith('#')) return r4Type(type.slice(1));
  if (type === 'BackboneElement' || type === 'Element') return r4Type(path);
  return r4Type(type === 'Age' || type === 'Duration' ? 'Quantity' : type);
}

const isPrimitive = (type: string) => /^[a-z]/.test(type);

const capitalised = (type: string) => `${type.charAt(0).toUpperCase()}${type.slice(1)}`;

const PRIMITIVES: Record<string, ColumnType> = {
  boolean: 'boolean',
  integer: 'int',
  positiveInt: 'int',
  unsignedInt: 'int',
  decimal: 'double',
};

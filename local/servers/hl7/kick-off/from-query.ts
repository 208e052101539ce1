import { isList } from '../version.ts';
import type { Asked } from './asked.ts';

/** A query's parameters: lists may be repeated, or joined by commas (rule 14). */
export const fromQuery = (query: URLSearchParams): Asked[] =>
  [...query].flatMap(([name, text]) => split(name, text).map((value) => ({ name, value })));

/** The values in a text. A comma within a search query is the query's own; one before `Type?` is not. */
export function split(name: string, text: string): string[] {
  if (!isList(name)) return [text];
  return text.split(name === '_typeFilter' ? /,(?=[A-Z][A-Za-z]+\?)/ : ',');
}

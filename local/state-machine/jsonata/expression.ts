import jsonata from 'jsonata';

/** Whether a string is JSONata: Step Functions takes `{%` and `%}` at its very ends only. */
export const isExpression = (text: string): boolean => text.startsWith('{%') && text.endsWith('%}');

/** What is written between `{%` and `%}`. */
export const sourceOf = (expression: string): string => expression.slice(2, -2).trim();

const compiled = new Map<string, jsonata.Expression>();

/** Parses JSONata, each text once. Throws what jsonata throws where it does not parse. */
export function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known) return known;
  const expression = jsonata(source);
  compiled.set(source, expression);
  return expression;
}

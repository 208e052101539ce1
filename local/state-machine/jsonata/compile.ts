import jsonata from 'jsonata';

const compiled = new Map<string, jsonata.Expression>();

/** Parses JSONata, each text once. Throws what jsonata throws where it does not parse. */
export function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known) return known;
  const expression = jsonata(source);
  compiled.set(source, expression);
  return expression;
}

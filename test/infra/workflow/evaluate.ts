import jsonata from 'jsonata';

/** What a state's expressions may refer to. */
export type Scope = { states: object; variables?: Record<string, unknown> };

/** A state's field with its JSONata done, as Step Functions does it: strings in `{% … %}` only. */
export async function evaluate(value: unknown, scope: Scope): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((each) => evaluate(each, scope)));
  if (typeof value === 'string') return text(value, scope);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(async ([key, each]) => [
    key,
    await evaluate(each, scope),
  ]);
  return Object.fromEntries(await Promise.all(fields));
}

async function text(value: string, { states, variables = {} }: Scope): Promise<unknown> {
  const expression = /^\{%(.*)%\}$/s.exec(value)?.[1];
  if (expression === undefined) return value;
  const result: unknown = await jsonata(expression).evaluate({}, { states, ...variables });
  if (result === undefined) throw new Error(`${value} is undefined, which fails the state`);
  return JSON.parse(JSON.stringify(result));
}

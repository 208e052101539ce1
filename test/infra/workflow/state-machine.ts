import jsonata from 'jsonata';
import { z } from 'zod';
import { resolved } from '../resolved.ts';
import { ofType } from '../template.ts';

const Rule = z.looseObject({ ErrorEquals: z.array(z.string()) });

/** One state, as far as tests look at it. */
const State = z.looseObject({
  Type: z.string(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.looseObject({ Next: z.string(), Condition: z.string() })).optional(),
  TimeoutSeconds: z.number().optional(),
  Retry: z.array(Rule.extend({ IntervalSeconds: z.number(), MaxAttempts: z.number() })).optional(),
  Catch: z.array(Rule.extend({ Next: z.string() })).optional(),
  Arguments: z.looseObject({ Payload: z.json().optional() }).optional(),
});
export type State = z.infer<typeof State>;

const States = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), State) });

/** The definition as Step Functions gets it, with made-up ARNs. */
export const definition = States.extend({ TimeoutSeconds: z.number() }).parse(
  JSON.parse(
    z
      .string()
      .parse(resolved(ofType('AWS::StepFunctions::StateMachine')[0]?.Properties.DefinitionString)),
  ),
);

/** The workflow of the map's children. */
export const child = z
  .looseObject({ ItemProcessor: States })
  .parse(definition.States.Download).ItemProcessor;

/** Every state by name, the map's children included. */
export const everyState: Record<string, State> = { ...definition.States, ...child.States };

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

const Fields = z.record(z.string(), z.unknown());

/** A field of a state, with its JSONata done. */
export function field(state: string, name: string, scope: Scope): Promise<unknown> {
  const fields = Fields.parse(definition.States[state] ?? child.States[state]);
  return evaluate(fields[name], scope);
}

/** Where a choice leads. */
export async function chosen(state: string, scope: Scope): Promise<string | undefined> {
  const { Choices = [], Default } = definition.States[state] ?? child.States[state] ?? {};
  for (const { Condition, Next } of Choices)
    if ((await evaluate(Condition, scope)) === true) return Next;
  return Default;
}

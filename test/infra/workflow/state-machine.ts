import jsonata from 'jsonata';
import { z } from 'zod';
import { resolved } from '../resolved.ts';
import { ofType } from '../template.ts';

const Rule = z.looseObject({ ErrorEquals: z.array(z.string()) });

/** The fields of a state that tests use. */
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

/** The definition for Step Functions, with synthetic ARNs. */
export const definition = States.extend({ TimeoutSeconds: z.number() }).parse(
  JSON.parse(
    z
      .string()
      .parse(resolved(ofType('AWS::StepFunctions::StateMachine')[0]?.Properties.DefinitionString)),
  ),
);

/** The states of the map's child executions. */
export const child = z
  .looseObject({ ItemProcessor: States })
  .parse(definition.States.Download).ItemProcessor;

/** All states by name, with those of the map's child executions. */
export const everyState: Record<string, State> = { ...definition.States, ...child.States };

/** What JSONata expressions of a state can refer to. */
export type Scope = { states: object; variables?: Record<string, unknown> };

/** Evaluates the JSONata in a field as Step Functions does: in strings of the form `{% … %}`. */
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

/** A field of a state, evaluated. */
export function field(state: string, name: string, scope: Scope): Promise<unknown> {
  const fields = Fields.parse(definition.States[state] ?? child.States[state]);
  return evaluate(fields[name], scope);
}

/** The next state of a Choice. */
export async function chosen(state: string, scope: Scope): Promise<string | undefined> {
  const { Choices = [], Default } = definition.States[state] ?? child.States[state] ?? {};
  for (const { Condition, Next } of Choices)
    if ((await evaluate(Condition, scope)) === true) return Next;
  return Default;
}

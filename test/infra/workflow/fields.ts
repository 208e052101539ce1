import { z } from 'zod';
import { evaluate, type Scope } from './evaluate.ts';
import { child, definition } from './machine.ts';

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

import { z } from 'zod';
import { brokenExpressions } from './definition/broken-expressions.ts';
import { brokenTransitions } from './definition/broken-transitions.ts';
import { Machine } from './definition/machine.ts';
import { reassignedVariables } from './definition/reassigned-variables.ts';

/** A checked state machine; only {@link parseDefinition} makes one. */
export type StateMachineDefinition = Machine;

/** A definition that Step Functions would not create, or that this interpreter does not run. */
export class DefinitionInvalid extends Error {
  override name = 'DefinitionInvalid';
}

/**
 * Checks plain ASL, text or parsed, once and completely: unknown or unsupported fields, transitions
 * that lead nowhere, JSONata that does not parse, variables of an outer scope set again in an inner.
 */
export function parseDefinition(json: unknown): StateMachineDefinition {
  const plain: unknown = typeof json === 'string' ? JSON.parse(json) : json;
  const parsed = Machine.safeParse(plain);
  if (!parsed.success) throw new DefinitionInvalid(z.prettifyError(parsed.error));
  const problems = [
    ...brokenTransitions(parsed.data),
    ...brokenExpressions(plain),
    ...reassignedVariables(parsed.data),
  ];
  if (problems.length > 0) throw new DefinitionInvalid(problems.join('\n'));
  return parsed.data;
}

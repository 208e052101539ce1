import { z } from 'zod';
import { compile, isExpression, sourceOf } from '../jsonata.ts';
import { unsupported } from './state-fields.ts';
import { type Branch, Machine, type State } from './states.ts';

/** A checked state machine; only {@link parseDefinition} makes one. */
export type StateMachineDefinition = Machine;

/** A definition that Step Functions does not accept or this interpreter does not support. */
class DefinitionInvalid extends Error {
  override name = 'DefinitionInvalid';
}

/**
 * Checks plain ASL, as text or parsed, completely: unknown or unsupported states, fields and functions,
 * transitions to missing states, JSONata that does not parse. Throws DefinitionInvalid.
 */
export function parseDefinition(json: unknown): StateMachineDefinition {
  const plain: unknown = typeof json === 'string' ? JSON.parse(json) : json;
  const parsed = Machine.safeParse(plain);
  if (!parsed.success) throw new DefinitionInvalid(z.prettifyError(parsed.error));
  const problems = [...brokenTransitions(parsed.data), ...brokenExpressions(plain)];
  if (problems.length > 0) throw new DefinitionInvalid(problems.join('\n'));
  return parsed.data;
}

/** The missing or ambiguous transitions of the machine and the processors of its Maps. */
function brokenTransitions(branch: Branch): string[] {
  const missing = (from: string, to: string) =>
    Object.hasOwn(branch.States, to) ? [] : [`${from}: there is no state ${to}`];
  return [
    ...missing('StartAt', branch.StartAt),
    ...Object.entries(branch.States).flatMap(([name, state]) => [
      ...flowProblems(name, state),
      ...targets(state).flatMap((target) => missing(name, target)),
      ...(state.Type === 'Map' ? brokenTransitions(state.ItemProcessor) : []),
    ]),
  ];
}

function flowProblems(name: string, state: State): string[] {
  if (!('Next' in state || 'End' in state))
    return hasFlow(state) ? [`${name}: neither Next nor End`] : [];
  return 'Next' in state && 'End' in state ? [`${name}: both Next and End`] : [];
}

const hasFlow = ({ Type }: State) => Type !== 'Choice' && Type !== 'Succeed' && Type !== 'Fail';

function targets(state: State): string[] {
  const own = 'Next' in state && state.Next !== undefined ? [state.Next] : [];
  const caught = 'Catch' in state ? state.Catch.map(({ Next }) => Next) : [];
  if (state.Type !== 'Choice') return [...own, ...caught];
  return [...state.Choices.map(({ Next }) => Next), ...(state.Default ? [state.Default] : [])];
}

/** The JSONata anywhere in a definition that is not supported here or does not parse. */
function brokenExpressions(part: unknown, path = ''): string[] {
  if (typeof part === 'string') return isExpression(part) ? broken(sourceOf(part), path) : [];
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => brokenExpressions(value, `${path}/${key}`));
}

/**
 * Functions that Step Functions adds to JSONata, and those for time and randomness: jsonata would take
 * both from the process instead of what is handed in.
 */
const UNSUPPORTED = /\$(partition|range|hash|random|uuid|parse|now|millis|eval)\b/g;

function broken(source: string, path: string): string[] {
  const functions = source.match(UNSUPPORTED);
  if (functions) return [`${path}: ${unsupported(functions.join(', '))}`];
  try {
    compile(source);
    return [];
  } catch (error) {
    return [`${path}: not JSONata: ${error instanceof Error ? error.message : String(error)}`];
  }
}

import { z } from 'zod';
import { createReferences } from './template/references.ts';
import { resolveText } from './template/resolve-text.ts';
import { Template, TemplateUnresolvable } from './template/template.ts';

export type ResolvedDefinition = {
  /** The state machine in plain ASL, for `parseDefinition`. */
  definition: unknown;
  /** The step's name for every `FunctionName` in the definition. */
  functions: Record<string, string>;
};

/**
 * Takes the one state machine out of a synthesized CloudFormation template, as it would be deployed:
 * joins its DefinitionString with local names in place of what AWS makes up. Every bucket becomes
 * `bucket`; a function's step is its `POWERTOOLS_SERVICE_NAME`. Throws {@link TemplateUnresolvable}
 * for anything that has no local value.
 */
export function resolveDefinition(template: unknown, bucket: string): ResolvedDefinition {
  const parsed = Template.safeParse(template);
  if (!parsed.success) throw new TemplateUnresolvable(z.prettifyError(parsed.error));
  const { Properties } = onlyMachine(parsed.data);
  if (Properties.DefinitionString === undefined)
    throw new TemplateUnresolvable('the state machine has no DefinitionString');
  const references = createReferences(parsed.data, bucket);
  const text = resolveText(Properties.DefinitionString, references);
  return { definition: JSON.parse(text), functions: Object.fromEntries(references.functions) };
}

function onlyMachine({ Resources }: Template) {
  const machines = Object.values(Resources).filter(
    ({ Type }) => Type === 'AWS::StepFunctions::StateMachine',
  );
  const [machine, ...others] = machines;
  if (machine && others.length === 0) return machine;
  throw new TemplateUnresolvable(
    `one state machine was expected, and ${machines.length} are there`,
  );
}

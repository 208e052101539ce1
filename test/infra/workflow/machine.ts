import { z } from 'zod';
import { resolved } from '../resolved.ts';
import { ofType } from '../synthesized.ts';

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

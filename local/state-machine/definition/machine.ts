import { z } from 'zod';
import { distributedOnly } from './distributed-map.ts';
import { errorHandling } from './retry-and-catch.ts';
import { common, fields, flow, NumberOrExpression, result, Template } from './schema.ts';
import { Choice, Fail, Pass, Succeed, Task, Wait } from './simple-states.ts';

/** States that lead to one another: a machine, a branch of a Parallel, the processor of a Map. */
export interface Branch {
  StartAt: string;
  Comment?: string | undefined;
  States: Record<string, State>;
}

const AnyState: z.ZodType<State> = z.lazy(() => State);
const branch = {
  StartAt: z.string(),
  Comment: z.string().optional(),
  States: z.record(z.string(), AnyState),
};

const parallel = fields({
  Type: z.literal('Parallel'),
  ...common,
  Arguments: Template.optional(),
  ...errorHandling,
  ...result,
  ...flow,
});
const Parallel = parallel.extend({ Branches: z.array(fields(branch)).min(1) });
export type Parallel = z.infer<typeof parallel> & { Branches: Branch[] };

const ProcessorConfig = z.discriminatedUnion('Mode', [
  fields({ Mode: z.literal('INLINE') }),
  fields({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('STANDARD') }),
]);
type Processor = Branch & { ProcessorConfig: z.infer<typeof ProcessorConfig> };

const map = fields({
  Type: z.literal('Map'),
  ...common,
  Items: Template.optional(),
  ItemSelector: Template.optional(),
  MaxConcurrency: NumberOrExpression.default(0),
  ...distributedOnly,
  ...errorHandling,
  ...result,
  ...flow,
});
const MapState = map
  .extend({
    ItemProcessor: fields({
      ...branch,
      ProcessorConfig: ProcessorConfig.default({ Mode: 'INLINE' }),
    }),
  })
  .superRefine((state, { addIssue }) => {
    if (state.ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED') return;
    for (const field of Object.keys(distributedOnly))
      if (field in state) addIssue(`${field} needs a Map of Mode DISTRIBUTED`);
  });
export type MapState = z.infer<typeof map> & { ItemProcessor: Processor };

export type State = Pass | Succeed | Fail | Wait | Choice | Task | Parallel | MapState;
const State = z.discriminatedUnion('Type', [
  Pass,
  Succeed,
  Fail,
  Wait,
  Choice,
  Task,
  Parallel,
  MapState,
]);

/** A whole state machine, in JSONata throughout. */
export const Machine = fields({
  ...branch,
  Version: z.literal('1.0').optional(),
  QueryLanguage: z.literal('JSONata', 'only JSONata is run locally'),
  TimeoutSeconds: z.int().min(1).max(99_999_999).optional(),
});
export type Machine = z.infer<typeof Machine>;

import { z } from 'zod';
import {
  common,
  errorHandling,
  fields,
  flow,
  NumberOrExpression,
  only,
  result,
  Template,
  unsupported,
} from './state-fields.ts';

export const Succeed = fields({
  Type: z.literal('Succeed'),
  ...common,
  Output: Template.optional(),
});
export type Succeed = z.infer<typeof Succeed>;

export const Fail = fields({
  Type: z.literal('Fail'),
  ...common,
  Error: z.string(),
  Cause: z.string(),
});
export type Fail = z.infer<typeof Fail>;

export const Wait = fields({
  Type: z.literal('Wait'),
  ...common,
  Seconds: NumberOrExpression,
  ...result,
  ...flow,
});
export type Wait = z.infer<typeof Wait>;

const Rule = fields({ Condition: z.union([z.boolean(), z.string()]), Next: z.string() });

export const Choice = fields({
  Type: z.literal('Choice'),
  ...common,
  Choices: z.array(Rule).min(1),
  Default: z.string().optional(),
});
export type Choice = z.infer<typeof Choice>;

/** What a Task can call; `states/task.ts` does it. */
const Resource = z.enum(['arn:aws:states:::lambda:invoke'], {
  error: ({ input }) => unsupported(input),
});
export type Resource = z.infer<typeof Resource>;

export const Task = fields({
  Type: z.literal('Task'),
  ...common,
  Resource,
  Arguments: Template,
  TimeoutSeconds: z.int().min(1).max(99_999_999).optional(),
  ...errorHandling,
  ...result,
  ...flow,
});
export type Task = z.infer<typeof Task>;

/** States and their transitions: of a machine, or of the processor of a Map. */
export type Branch = { StartAt: string; States: Record<string, State> };

const simple = [Succeed, Fail, Wait, Choice, Task] as const;
const unknownType = {
  error: ({ input }: { input?: unknown }) =>
    unsupported(`a state of Type ${Object(input).Type} here`),
};

const ItemReader = fields({
  Resource: only('arn:aws:states:::s3:getObject'),
  Arguments: Template,
  ReaderConfig: fields({ InputType: only('JSON') }),
});

const ResultWriter = fields({
  Resource: only('arn:aws:states:::s3:putObject'),
  Arguments: Template,
});
export type ResultWriter = z.infer<typeof ResultWriter>;

const ItemProcessor = fields({
  ProcessorConfig: z.strictObject(
    { Mode: only('DISTRIBUTED'), ExecutionType: only('STANDARD') },
    {
      error: ({ code }) =>
        code === 'invalid_type' ? unsupported('a Map of Mode INLINE') : undefined,
    },
  ),
  StartAt: z.string(),
  States: z.record(z.string(), z.discriminatedUnion('Type', simple, unknownType)),
});

/** A Distributed Map: each item is its own execution. */
const MapState = fields({
  Type: z.literal('Map'),
  ...common,
  Label: z
    .string()
    .regex(/^[^\s*?<>{}[\]:;,\\|^~$#%&`"]{1,40}$/, 'a label of at most 40 characters'),
  ItemReader,
  ItemSelector: Template,
  MaxConcurrency: NumberOrExpression,
  ItemProcessor,
  ResultWriter: ResultWriter.optional(),
  ...errorHandling,
  ...result,
  ...flow,
});
export type MapState = z.infer<typeof MapState>;

const State = z.discriminatedUnion('Type', [...simple, MapState], unknownType);
export type State = z.infer<typeof State>;

/** A state machine that uses JSONata in every state. */
export const Machine = fields({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata', 'only JSONata is supported locally'),
  StartAt: z.string(),
  States: z.record(z.string(), State),
  TimeoutSeconds: z.int().min(1).max(99_999_999).optional(),
});
export type Machine = z.infer<typeof Machine>;

import { z } from 'zod';
import { errorHandling } from './retry-and-catch.ts';
import {
  common,
  fields,
  flow,
  NumberOrExpression,
  result,
  Template,
  unsupported,
} from './schema.ts';

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

/** What a Task may call; `states/task.ts` says how. */
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

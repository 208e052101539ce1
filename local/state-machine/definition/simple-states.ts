import { z } from 'zod';
import { errorHandling } from './retry-and-catch.ts';
import { common, fields, flow, NumberOrExpression, result, Template } from './schema.ts';

export const Pass = fields({ Type: z.literal('Pass'), ...common, ...result, ...flow });
export type Pass = z.infer<typeof Pass>;

export const Succeed = fields({
  Type: z.literal('Succeed'),
  ...common,
  Output: Template.optional(),
});
export type Succeed = z.infer<typeof Succeed>;

export const Fail = fields({
  Type: z.literal('Fail'),
  ...common,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});
export type Fail = z.infer<typeof Fail>;

export const Wait = fields({
  Type: z.literal('Wait'),
  ...common,
  Seconds: NumberOrExpression.optional(),
  Timestamp: z.string().optional(),
  ...result,
  ...flow,
}).refine(
  ({ Seconds, Timestamp }) => (Seconds === undefined) !== (Timestamp === undefined),
  'exactly one of Seconds and Timestamp',
);
export type Wait = z.infer<typeof Wait>;

const Rule = fields({
  Condition: z.union([z.boolean(), z.string()]),
  Next: z.string(),
  Comment: z.string().optional(),
  ...result,
});

export const Choice = fields({
  Type: z.literal('Choice'),
  ...common,
  Choices: z.array(Rule).min(1),
  Default: z.string().optional(),
  ...result,
});
export type Choice = z.infer<typeof Choice>;

const LAMBDA = /^arn:aws[\w-]*:(states:::lambda:invoke|lambda:[^:]+:\d+:function:.+)$/;

export const Task = fields({
  Type: z.literal('Task'),
  ...common,
  Resource: z.string().regex(LAMBDA, {
    error: ({ input }) =>
      `not supported by the local interpreter, which runs Lambda only: ${input}`,
  }),
  Arguments: Template.optional(),
  TimeoutSeconds: NumberOrExpression.optional(),
  ...errorHandling,
  ...result,
  ...flow,
});
export type Task = z.infer<typeof Task>;

import { z } from 'zod';
import { isExpression } from '../jsonata.ts';

/** The message for what Step Functions may support but the local interpreter does not. */
export const unsupported = (what: unknown): string =>
  `not supported by the local interpreter: ${what}`;

/** An object with exactly these fields: any other is reported by name, not ignored. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? unsupported(issue.keys?.join(', ')) : undefined,
  });
}

/** The only value that is supported here. */
export const only = <Value extends string>(value: Value) =>
  z.literal(value, { error: ({ input }) => unsupported(`${input}; only ${value} is`) });

/** Any JSON; strings written `{% … %}` in it are JSONata. */
export const Template = z.json();

/** A number, or JSONata that gives one. */
export const NumberOrExpression = z.union([
  z.number(),
  z.string().refine(isExpression, 'a number or JSONata'),
]);

/** The fields of every state. */
export const common = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata', 'only JSONata is supported locally').optional(),
};

/** The output of a state, and the variables it sets. */
export const result = {
  Output: Template.optional(),
  Assign: z.record(z.string(), Template).optional(),
};

/** The transition of a state. */
export const flow = { Next: z.string().optional(), End: z.literal(true).optional() };

const ErrorEquals = z.array(z.string()).min(1);

const Retrier = fields({
  ErrorEquals,
  IntervalSeconds: z.int().min(1).max(99_999_999).default(1),
  MaxAttempts: z.int().min(0).max(99_999_999).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['NONE', 'FULL']).default('NONE'),
});
export type Retrier = z.infer<typeof Retrier>;

const Catcher = fields({
  ErrorEquals,
  Next: z.string(),
  ...result,
});

/** Step Functions requires `States.ALL` to be alone and in the last entry. */
const wildcardsLast = (list: readonly { ErrorEquals: string[] }[]) =>
  list.every(
    ({ ErrorEquals: names }, index) =>
      !names.includes('States.ALL') || (names.length === 1 && index === list.length - 1),
  );

const LAST = 'States.ALL must be alone, in the last entry';

/** Retry and Catch of a Task or Map, with Step Functions' defaults. */
export const errorHandling = {
  Retry: z.array(Retrier).refine(wildcardsLast, LAST).default([]),
  Catch: z.array(Catcher).refine(wildcardsLast, LAST).default([]),
};

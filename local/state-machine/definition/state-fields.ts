import { z } from 'zod';
import { isExpression } from '../jsonata.ts';

/** How everything is refused that Step Functions may know and the local interpreter does not run. */
export const unsupported = (what: unknown): string =>
  `not supported by the local interpreter: ${what}`;

/** An object with exactly these fields: what is not run here is refused by name, not ignored. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? unsupported(issue.keys?.join(', ')) : undefined,
  });
}

/** The one value of several that is run here. */
export const only = <Value extends string>(value: Value) =>
  z.literal(value, { error: ({ input }) => unsupported(`${input}, where ${value} is`) });

/** Any JSON; strings written `{% … %}` in it are JSONata. */
export const Template = z.json();

/** A number, or JSONata that must give one. */
export const NumberOrExpression = z.union([
  z.number(),
  z.string().refine(isExpression, 'a number or JSONata'),
]);

/** What every state may say of itself. */
export const common = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata', 'only JSONata is run locally').optional(),
};

/** What a state gives on, and the variables it sets. */
export const result = {
  Output: Template.optional(),
  Assign: z.record(z.string(), Template).optional(),
};

/** Where a state leads. */
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

/** `States.ALL` stands alone and last, as Step Functions demands. */
const wildcardsLast = (list: readonly { ErrorEquals: string[] }[]) =>
  list.every(
    ({ ErrorEquals: names }, index) =>
      !names.includes('States.ALL') || (names.length === 1 && index === list.length - 1),
  );

const LAST = 'States.ALL must stand alone, in the last entry';

/** Retry and Catch of a Task or Map, with Step Functions' defaults filled in. */
export const errorHandling = {
  Retry: z.array(Retrier).refine(wildcardsLast, LAST).default([]),
  Catch: z.array(Catcher).refine(wildcardsLast, LAST).default([]),
};

import { z } from 'zod';
import { fields, result } from './schema.ts';

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

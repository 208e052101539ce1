import type { z } from 'zod';
import type { JsonApi } from './json-api.ts';
import { AwsError } from './service.ts';

/** One operation of a JSON API: takes any input, throws AwsError or gives its output. */
export type Operation = (input: unknown) => unknown;

/**
 * Makes operations out of a schema and an action. Input that the schema does not know is refused
 * with the error `refusal`, so that nobody relies on a field that the local cloud would ignore.
 */
export const operationsRefusing =
  (refusal: string) =>
  <Input>(schema: z.ZodType<Input>, act: (input: Input) => unknown): Operation =>
  (input) => {
    const checked = schema.safeParse(input);
    if (checked.success) return act(checked.data);
    const issues = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new AwsError(refusal, issues.join('; '));
  };

/** A JSON API out of its operations; any other is `UnknownOperationException`. */
export function jsonApi(operations: Record<string, Operation>): JsonApi {
  const known = new Map(Object.entries(operations));
  return async (name, input) => {
    const act = known.get(name);
    if (act) return act(input);
    throw new AwsError('UnknownOperationException', `the local cloud has no operation ${name}`);
  };
}

import * as z from 'zod';
import { exportKeys } from '../lake/keys.ts';
import { readRecordText } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { jsonOrNothing } from '../runtime/json.ts';
import type { Failure } from '../workflow/workflow.ts';

/** Executions that failed, as the map's result writer lists them. */
const Failed = z
  .array(
    z.looseObject({
      Status: z.string(),
      Error: z.string().optional(),
      Cause: z.string().optional(),
    }),
  )
  .transform((executions) => executions.filter(({ Status }) => Status === 'FAILED'));

/**
 * The failure that a unit of the Download map had, where the map's own is all that was caught: it
 * says only that too many units failed, and that is one. The map's results lie in S3.
 */
export async function firstFailure(
  exportId: string,
  failure: Failure,
  storage: Pick<Storage, 'list' | 'read'>,
): Promise<Failure> {
  if (failure.Error !== 'States.ExceedToleratedFailureThreshold') return failure;
  for await (const { key } of storage.list(`${exportKeys(exportId).download}/`)) {
    if (!/\/FAILED_\d+\.json$/.test(key)) continue;
    const results = jsonOrNothing(await readRecordText(key, storage));
    const [first] = Failed.safeParse(results).data ?? [];
    if (first?.Error) return { Error: first.Error, Cause: first.Cause ?? '' };
  }
  return failure;
}

/** How Lambda reports an error in a Cause. */
const LambdaCause = z.looseObject({ errorMessage: z.string() });

const MAX_CHARACTERS = 1000;

/** Where a stack trace begins, in Lambda's JSON that was cut short or in plain text. */
const TRACE = /,?"(?:trace|stackTrace)":|\n\s*at /;

/** The message of a failure: out of Lambda's JSON where it is some, and never its stack trace. */
export function failureMessage({ Cause = '' }: Failure): string {
  const [message = ''] = (lambdaMessage(Cause) ?? Cause).split(TRACE, 1);
  return message.slice(0, MAX_CHARACTERS);
}

const lambdaMessage = (cause: string): string | undefined =>
  LambdaCause.safeParse(jsonOrNothing(cause)).data?.errorMessage;

import * as z from 'zod';
import { exportKeys } from '../lake/keys.ts';
import { readRecordText } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { tryParseJson } from '../runtime/json.ts';
import type { Failure } from '../workflow/events.ts';

/** Failed child executions, as the result writer of the map lists them. */
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
 * The failure of the first unit that failed, if what was caught is the failure of the Download map: that
 * one says only that too many units failed. The results of the map are in S3.
 */
export async function firstFailure(
  exportId: string,
  failure: Failure,
  storage: Pick<Storage, 'list' | 'read'>,
): Promise<Failure> {
  if (failure.Error !== 'States.ExceedToleratedFailureThreshold') return failure;
  for await (const { key } of storage.list(`${exportKeys(exportId).download}/`)) {
    if (!/\/FAILED_\d+\.json$/.test(key)) continue;
    const results = tryParseJson(await readRecordText(key, storage));
    const [first] = Failed.safeParse(results).data ?? [];
    if (first?.Error) return { Error: first.Error, Cause: first.Cause ?? '' };
  }
  return failure;
}

/** How Lambda reports an error in a Cause. */
const LambdaCause = z.looseObject({ errorMessage: z.string() });

const MAX_CHARACTERS = 1000;

/** Where a stack trace begins, in truncated JSON of Lambda or in plain text. */
const TRACE = /,?"(?:trace|stackTrace)":|\n\s*at /;

/** The error message of a failure, taken from Lambda's JSON if the cause is such; never a stack trace. */
export function failureMessage({ Cause = '' }: Failure): string {
  const [message = ''] = (lambdaMessage(Cause) ?? Cause).split(TRACE, 1);
  return message.slice(0, MAX_CHARACTERS);
}

const lambdaMessage = (cause: string): string | undefined =>
  LambdaCause.safeParse(tryParseJson(cause)).data?.errorMessage;

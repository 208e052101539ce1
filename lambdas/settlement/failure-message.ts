import * as z from 'zod';
import { jsonOrNothing } from '../runtime/json.ts';
import type { Failure } from '../workflow/workflow.ts';

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

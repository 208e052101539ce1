import { z } from 'zod';
import { jsonOrNothing } from '../shared/json.ts';
import type { Failure } from '../shared/workflow.ts';

/** How Lambda reports an error in a Cause. */
const LambdaCause = z.looseObject({ errorMessage: z.string() });

const MAX_CHARACTERS = 1000;

/** The message of a failure: out of Lambda's JSON where it is some, and never its stack trace. */
export function failureMessage({ Cause = '' }: Failure): string {
  return (lambdaMessage(Cause) ?? Cause).slice(0, MAX_CHARACTERS);
}

const lambdaMessage = (cause: string): string | undefined =>
  LambdaCause.safeParse(jsonOrNothing(cause)).data?.errorMessage;

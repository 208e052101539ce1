import * as z from 'zod';
import { jsonObject } from '../json.ts';

const OperationOutcome = z.looseObject({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(z.looseObject({ code: z.string().regex(/^[a-z-]{1,40}$/) })),
});

/**
 * The issue codes of an OperationOutcome, for a message; its diagnostics may hold patient data and
 * stay out (reliability 2.3). Empty for any other body.
 */
export function outcomeCodes(text: string): string {
  const outcome = OperationOutcome.safeParse(jsonObject(text));
  if (!outcome.success) return '';
  return ` (${[...new Set(outcome.data.issue.map((issue) => issue.code))].join(', ')})`;
}

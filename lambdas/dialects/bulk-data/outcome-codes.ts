import * as z from 'zod';
import { jsonObject } from '../../runtime/json.ts';

const OperationOutcome = z.looseObject({
  resourceType: z.literal('OperationOutcome'),
  issue: z.array(z.looseObject({ code: z.string().regex(/^[a-z-]{1,40}$/) })),
});

/**
 * The issue codes of an OperationOutcome, each once, and none where they cannot be read; undefined for
 * any other body. Its diagnostics may hold patient data and stay out (invariant 6).
 */
export function issueCodes(text: string): string[] | undefined {
  const body = jsonObject(text);
  if (body?.resourceType !== 'OperationOutcome') return undefined;
  const outcome = OperationOutcome.safeParse(body);
  return outcome.success ? [...new Set(outcome.data.issue.map((issue) => issue.code))] : [];
}

/** The same for a message, in brackets; empty where there are none. */
export function outcomeCodes(text: string): string {
  const codes = issueCodes(text) ?? [];
  return codes.length > 0 ? ` (${codes.join(', ')})` : '';
}

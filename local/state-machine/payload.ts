import { StatesError } from './states-error.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A copy of a value through JSON; undefined becomes null. */
export function toJson(value: unknown): Json {
  const copy: Json = JSON.parse(JSON.stringify(value) ?? 'null');
  return copy;
}

/** The maxima of an execution and its children so far. */
export type Measures = { largestPayloadBytes: number; longestHistory: number };

/** The limit for the payload of a state, task or execution, as UTF-8 (F1). */
export const MAX_PAYLOAD_BYTES = 262_144;

/**
 * A payload as JSON text, measured. Throws `States.DataLimitExceeded` if it is too large; `subject` is the
 * state or task that gave it.
 */
export function payload(value: Json, subject: string, measures: Measures): string {
  const text = JSON.stringify(value);
  const bytes = Buffer.byteLength(text);
  measures.largestPayloadBytes = Math.max(measures.largestPayloadBytes, bytes);
  if (bytes <= MAX_PAYLOAD_BYTES) return text;
  throw new StatesError(
    'States.DataLimitExceeded',
    `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

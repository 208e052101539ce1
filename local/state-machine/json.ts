export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A value as it looks after a trip through JSON, and shares nothing with it; undefined becomes null. */
export function toJson(value: unknown): Json {
  const copy: Json = JSON.parse(JSON.stringify(value) ?? 'null');
  return copy;
}

import type { z } from 'zod';

/** Parsed JSON; undefined if the text is not JSON, as the parser's error would quote a secret or a patient. */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON object; undefined for anything else, such as a login page. */
export function parseJsonObject(text: string): Record<string, unknown> | undefined {
  const value = tryParseJson(text);
  return isObject(value) ? value : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Zod's issues, each as `path: message`; `top` stands for the value itself. */
export const issueLines = ({ issues }: z.ZodError, top = '(top)'): string[] =>
  issues.map(({ path, message }) => `${path.join('.') || top}: ${message}`);

/** The distinct paths of zod's issues, for values that no message may quote. */
export const issuePaths = ({ issues }: z.ZodError): string[] => [
  ...new Set(issues.map(({ path }) => path.join('.') || 'a JSON object')),
];

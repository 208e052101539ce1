import type { z } from 'zod';

/** JSON, or undefined where the text is none: the parser's own message would quote a secret or a patient. */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON object; undefined where the text is something else, such as a login page. */
export function parseJsonObject(text: string): Record<string, unknown> | undefined {
  const value = tryParseJson(text);
  return isObject(value) ? value : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Each issue as `path: message`; `top` names the whole value. */
export const issueLines = ({ issues }: z.ZodError, top = '(top)'): string[] =>
  issues.map(({ path, message }) => `${path.join('.') || top}: ${message}`);

/** The paths of all issues, each once, for a value that no message may quote. */
export const issuePaths = ({ issues }: z.ZodError): string[] => [
  ...new Set(issues.map(({ path }) => path.join('.') || 'a JSON object')),
];

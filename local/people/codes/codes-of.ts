import type { Code } from '../elements.ts';

/** Builds the codes of one system. */
export const codesOf =
  (system: string) =>
  (code: string, display: string): Code => ({ system, code, display });

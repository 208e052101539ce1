import { bytesOfLines } from '../holdings/narrowed.ts';
import type { Severity } from '../options.ts';
import { type JobFile, typedFile } from './job-file.ts';

type Outcome = { severity: Severity; code: string; diagnostics: string };

/** The file of outcomes: a warning for each parameter left out, and those the server is set to give (rules 17, 35). */
export function outcomeFiles(
  leftOut: readonly string[],
  severities: readonly Severity[] = [],
): JobFile[] {
  const outcomes: Outcome[] = [
    ...leftOut.map((name) => ({ ...LEFT_OUT, diagnostics: `${name} was left out` })),
    ...severities.map((severity) => ({ severity, ...SET })),
  ];
  if (outcomes.length === 0) return [];
  const content = () => bytesOfLines(outcomes.map(lineOf));
  const all = outcomes.map(({ severity }) => severity);
  return [typedFile('OperationOutcome', outcomes.length, content, all)];
}

const LEFT_OUT = { severity: 'warning', code: 'not-supported' } as const;
const SET = { code: 'processing', diagnostics: 'something about this export' };

const lineOf = (issue: Outcome): string =>
  JSON.stringify({ resourceType: 'OperationOutcome', issue: [issue] });

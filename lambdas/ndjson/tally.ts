import * as z from 'zod';
import type { LandedType } from '../lake/landed-type.ts';
import type { IssueCounts } from '../lake/receipt-records.ts';

/** The number of a file's lines, and of its issues. */
export type Tallied = { lines: number; issues?: IssueCounts };

/** Counts the lines of one file. */
export type Tally = { add(resource: Record<string, unknown>): void; tallied(): Tallied };

const NONE: IssueCounts = { fatal: 0, error: 0, warning: 0, information: 0 };

/** `success` is R5's, and no problem. */
const Severity = z
  .enum(['fatal', 'error', 'warning', 'information', 'success'])
  .transform((severity) => (severity === 'success' ? 'information' : severity));

const Outcome = z.looseObject({ issue: z.array(z.looseObject({ severity: Severity })) });

/** Continues from `before`. Outcomes are counted by severity, an unreadable one as an error. */
export function tally(landed: LandedType, before: Tallied = { lines: 0 }): Tally {
  let { lines } = before;
  const issues: IssueCounts = { ...NONE, ...before.issues };
  const addIssues = (resource: Record<string, unknown>) => {
    const outcome = Outcome.safeParse(resource);
    const severities = outcome.data?.issue.map(({ severity }) => severity) ?? ['error' as const];
    for (const severity of severities) issues[severity] += 1;
  };
  return {
    add(resource) {
      if (isHeader(landed, resource)) return;
      lines += 1;
      if (landed === 'bulk_outcome') addIssues(resource);
    },
    tallied: () => ({ lines, ...(landed === 'bulk_outcome' && { issues }) }),
  };
}

/** Each file of an organized output begins with a Parameters resource, a header (rule 38). */
const isHeader = (landed: LandedType, { resourceType }: Record<string, unknown>) =>
  landed === 'bulk_organized' && resourceType === 'Parameters';

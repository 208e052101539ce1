import type { Table } from './table.ts';

/** A figure that is wanted, and what it was. */
export type Target = {
  measure: string;
  bound: 'at most' | 'at least' | 'exactly';
  limit: number;
  /** Better than the limit, and not asked for. */
  stretch?: number;
  measured: number;
  unit?: 'MB' | 'KB' | 'ms';
  /** Behind the point; two of a ratio, one of a figure with a unit. */
  digits?: number;
};

/** All targets, in the order they are given, and by how much each is met or missed. */
export const targetsTable = (targets: readonly Target[]): Table => ({
  title: 'Targets',
  columns: ['measure', 'target', 'measured', 'met'],
  rows: targets.map((target) => [
    target.measure,
    wanted(target),
    withUnit(target.measured, target),
    judged(target),
  ]),
  notes: ['Each ratio is of figures of this run; MB and KB are powers of ten.'],
});

export function isMet({ bound, limit, measured }: Target): boolean {
  switch (bound) {
    case 'at most':
      return measured <= limit;
    case 'at least':
      return measured >= limit;
    case 'exactly':
      return measured === limit;
  }
}

const SIGNS = { 'at most': '≤ ', 'at least': '≥ ', exactly: '' };

function wanted({ bound, limit, stretch, unit }: Target): string {
  const more = stretch === undefined ? '' : ` (stretch ${stretch})`;
  return `${SIGNS[bound]}${limit}${unit ? ` ${unit}` : ''}${more}`;
}

function withUnit(value: number, { bound, unit, digits }: Target): string {
  const usual = bound === 'exactly' ? 0 : unit ? 1 : 2;
  return `${value.toFixed(digits ?? usual)}${unit ? ` ${unit}` : ''}`;
}

function judged(target: Target): string {
  const { bound, limit, measured, stretch = Number.NEGATIVE_INFINITY } = target;
  const by = Math.abs(measured - limit);
  const percent = `${((by / limit) * 100).toFixed(0)} %`;
  if (!isMet(target)) return `missed by ${withUnit(by, target)} (${percent})`;
  if (bound === 'exactly') return 'met';
  return `met, ${percent} to spare${measured <= stretch ? ', and the stretch' : ''}`;
}

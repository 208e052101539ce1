import type { Outcome } from '../measure/suite.ts';
import type { Target } from '../measure/target.ts';
import type { Measured } from './contender.ts';
import { CURL_DISCARDS, LIB_STORAGE, STRUCTURAL, UNSEEN } from './contenders.ts';
import { costOf, type Measure, memoryOf } from './figures.ts';

/** What of the data path was aimed at; nothing of a contender that failed. */
export function dataPathTargets(
  all: readonly Measured[],
  measure: Measure,
): Pick<Outcome, 'targets' | 'findings'> {
  const structural = ran(STRUCTURAL, all);
  if (!structural) return {};
  const cost = costOf(structural, measure);
  const ratio = (name: string, target: Omit<Target, 'bound' | 'measured'>): Target[] => {
    const other = ran(name, all);
    return other ? [{ ...target, bound: 'at most', measured: cost / costOf(other, measure) }] : [];
  };
  return {
    findings: { cpuSecondsPerGigabyte: cost },
    targets: [
      ...ratio(CURL_DISCARDS, {
        measure: 'CPU-s/GB ÷ curl to /dev/null',
        ...{ limit: 3.5, stretch: 3 },
      }),
      ...ratio(LIB_STORAGE, { measure: 'CPU-s/GB ÷ undici + lib-storage', limit: 0.33 }),
      ...ratio(UNSEEN, { measure: 'CPU-s/GB, verified ÷ unverified', limit: 1.25 }),
      {
        measure: 'peak RSS above bare Node, files of the data path',
        ...{ bound: 'at most', limit: 60, unit: 'MB' },
        measured: memoryOf(structural, measure) ?? Number.NaN,
      },
    ],
  };
}

const ran = (name: string, all: readonly Measured[]) =>
  all.find((each) => each.name === name && each.runs.length > 0);

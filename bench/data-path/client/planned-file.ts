import { dataKey } from '../../../lambdas/lake/keys.ts';
import type { PlannedFile } from '../../../lambdas/lake/plan-records.ts';

/** The n-th file as Plan would write it. */
export const plannedFile = (
  index: number,
  { url, type }: Pick<PlannedFile, 'url' | 'type'>,
): PlannedFile => ({
  ...{ index, page: 1, list: 'output', entry: index, type, url },
  key: dataKey(`fhir/${type}/`, index),
});

import type { Manifest } from '../dialects/dialect.ts';
import type { JobRecord } from '../lake/export-records.ts';
import type { Log } from '../runtime/log.ts';
import { isAsked } from './is-asked.ts';

/** Tells which types a server that was asked with `handling=lenient` exports unasked (rule 17). */
export function tellUnasked(
  pages: readonly Manifest[],
  { exportId, request }: Pick<JobRecord, 'exportId' | 'request'>,
  log: Log,
): void {
  const files = pages.flatMap((page) => page.files);
  const types = files.flatMap(({ list, type }) => (list === 'output' && type ? [type] : []));
  const unasked = [...new Set(types)].filter((type) => !isAsked(type, request)).sort();
  if (unasked.length > 0) log.warn('plan.unasked', { exportId, types: unasked.join() });
}

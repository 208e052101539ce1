import { exportKeys } from '../keys.ts';
import type { Storage } from '../storage.ts';
import type { JobRecord } from './export-records.ts';
import { PagesRecord } from './pages-record.ts';
import { findRecord } from './record.ts';

/**
 * The pages of an export's manifest that are stored; undefined: none is. The version before this one
 * stored one page, the whole manifest, and no list of pages beside it (F13).
 */
export async function knownPages(
  { exportId, job }: Pick<JobRecord, 'exportId' | 'job'>,
  storage: Pick<Storage, 'read'>,
): Promise<PagesRecord | undefined> {
  const keys = exportKeys(exportId);
  const found = await findRecord(keys.pages, PagesRecord, storage);
  if (found) return found.record;
  if (job.kind === 'publication' || !(await storage.read(keys.manifestPage(1)))) return undefined;
  const url = job.kind === 'running' ? job.statusUrl : job.manifestUrl;
  return { pages: [{ url, expires: null }], cursor: null };
}

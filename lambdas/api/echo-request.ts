import type { RequestRecord } from '../shared/records/export-records.ts';

/**
 * What was asked, as the path and query of our own API; null where no paper tells. Whoever may ask
 * for the status need not know whose data it is, so the group's id stays out.
 */
export function echoRequest(asked: RequestRecord | undefined): string | null {
  if (!asked) return null;
  const { level, types, since, mode } = asked.request;
  const query = new URLSearchParams({ source: asked.source, level, mode });
  if (types.length > 0) query.set('types', types.join(','));
  if (since !== undefined) query.set('since', since);
  return `/exports?${query}`;
}

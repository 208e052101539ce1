import type { RequestRecord } from '../lake/export-records.ts';

/**
 * What was asked, as the path and query of our own API; null where no paper tells. Whoever may ask
 * for the status need not know whose data it is, so the ids of the group and of patients stay out, and
 * with them filters and a server's own parameters, whose values may name a patient.
 */
export function echoRequest(asked: RequestRecord | undefined): string | null {
  if (!asked) return null;
  const { level, since, mode, until, organizeOutputBy } = asked.request;
  const { types, elements, includeAssociatedData } = asked.request;
  const query = new URLSearchParams({ source: asked.source, level, mode });
  for (const [name, values] of Object.entries({ types, elements, includeAssociatedData }))
    if (values.length > 0) query.set(name, values.join(','));
  for (const [name, value] of Object.entries({ since, until, organizeOutputBy }))
    if (value !== undefined) query.set(name, value);
  return `/exports?${query}`;
}

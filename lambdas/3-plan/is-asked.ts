import type { ExportRequest } from '../settings/export-request.ts';

const PROVENANCE = ['LatestProvenanceResources', 'RelevantProvenanceResources'];

/**
 * Whether an export asked for resources of that type: by name, which some servers take in any case, or
 * as associated data, which are Provenance, or of any type where a value is the server's own (rule 18).
 */
export function isAsked(
  type: string,
  { types, includeAssociatedData }: Pick<ExportRequest, 'types' | 'includeAssociatedData'>,
): boolean {
  if (types.length === 0) return true;
  if (types.some((asked) => asked.toLowerCase() === type.toLowerCase())) return true;
  if (includeAssociatedData.some((value) => !PROVENANCE.includes(value))) return true;
  return type === 'Provenance' && includeAssociatedData.length > 0;
}

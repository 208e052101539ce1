import type { Manifest } from '../dialects/dialect.ts';
import type { JobRecord } from '../lake/export-records.ts';
import { ManifestRefused } from '../runtime/errors.ts';

/**
 * What is wanted of a page. A publication lists the same for everybody, and so the files of types that
 * were not asked for are left out here; deletions and outcomes tell no type, and stay. Any other server
 * was asked for the types, and all that it lists counts (M13). Throws ManifestRefused where files hold
 * several types.
 */
export function selectFiles(
  manifest: Manifest,
  { job, request }: Pick<JobRecord, 'job' | 'request'>,
): Manifest {
  if (job.kind !== 'publication' || request.types.length === 0) return manifest;
  const wanted = new Set(request.types.map((type) => type.toLowerCase()));
  const files = manifest.files.filter(({ list, type }) => {
    if (list !== 'output') return true;
    if (type !== null) return wanted.has(type.toLowerCase());
    throw new ManifestRefused('the files of the publication hold several types; ask for no types');
  });
  return { ...manifest, files };
}

import type { PlannedFile } from '../../lake/plan-records.ts';
import { CredentialRefused, FileRefused } from '../../runtime/errors.ts';
import type { FreshLinks } from './fresh-links.ts';

/**
 * Runs with a file's latest link, and once more with a new one where the server refuses it: an expired
 * link is answered 400, 401, 403, 404 or 410, and only the manifest can tell whether it was that (M15).
 */
export async function withFreshLink<Result>(
  file: PlannedFile,
  links: FreshLinks,
  run: (file: PlannedFile) => Promise<Result>,
): Promise<Result> {
  const current = await links.current(file);
  try {
    return await run(current);
  } catch (error) {
    if (!(error instanceof FileRefused || error instanceof CredentialRefused)) throw error;
    const renewed = await links.renewed(current);
    if (!renewed) throw error;
    return run(renewed);
  }
}

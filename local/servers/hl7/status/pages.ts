import type { Progress } from '../../shared/progress.ts';
import type { JobFile } from '../jobs/job-file.ts';

/** Files of a page, and the number of the first one in the whole list. */
export type Page = { readonly first: number; readonly files: readonly JobFile[] };

/** The pages of a list of files; at least one. */
export function pagesOf(files: readonly JobFile[], filesPerPage = Number.MAX_SAFE_INTEGER): Page[] {
  const length = Math.max(1, Math.ceil(files.length / filesPerPage));
  return Array.from({ length }, (_, nth) => ({
    first: nth * filesPerPage,
    files: files.slice(nth * filesPerPage, (nth + 1) * filesPerPage),
  }));
}

/** How many pages can be listed: those whose files are all there, and nothing before the end where the client does not take parts. */
export function readyPages(
  pages: readonly Page[],
  { kind, batches }: Progress,
  partial: boolean,
): number {
  if (kind === 'successful') return pages.length;
  if (!partial) return 0;
  return pages.filter(({ first, files }) => first + files.length <= batches.complete).length;
}

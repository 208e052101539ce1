import type { JobFile } from '../jobs/job-file.ts';
import type { Job } from '../jobs/job-store.ts';
import type { LinkTable, Place } from './link-table.ts';

/** A place as a path, under `/files` or `/stored`. */
export const pathOf = (root: '/files' | '/stored', { job, generation, name }: Place): string =>
  `${root}/${job}/${generation}/${name}`;

/** The query that makes a link to a place a capability URL. */
export const sealOf = ({ job, generation, name }: Place, links: LinkTable): string =>
  `?signature=${links.signature(job, generation, name)}`;

/** The file of that name, if the job has one. */
export function fileNamed({ files }: Job, name: string): JobFile | undefined {
  const [, list, digits] = /^(output|deleted|outcome)-(\d{5,})\.ndjson$/.exec(name) ?? [];
  const nth = Number(digits) - 1;
  if (list === 'output' || list === 'deleted' || list === 'outcome') return files[list][nth];
  return undefined;
}

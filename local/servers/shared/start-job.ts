import type { Population } from '../../people/population.ts';
import type { ServerRequest, ServerResponse } from '../server.ts';
import { json } from './answers.ts';
import { exportFiles, linesOf } from './export-files.ts';
import type { ExportOrder } from './export-order.ts';
import type { FileTable } from './file-table.ts';
import type { JobStore } from './job-store.ts';
import { LINES_PER_FILE } from './server-options.ts';

export type StartJobDeps = {
  population: Population;
  files: FileTable;
  jobs: JobStore;
  linesPerFile?: number;
  /** Path under which the server's jobs and files are. */
  base: string;
};

/** Starts a job: 202, `Content-Location`, and both ids in the body (oneup-api 5). */
export function startJob(
  order: ExportOrder,
  { url }: ServerRequest,
  { population, files, jobs, linesPerFile = LINES_PER_FILE, base }: StartJobDeps,
): ServerResponse {
  const parts = exportFiles(order, population, linesPerFile);
  const named = parts.map((part) => ({ type: part.type, name: files.add(part, order.window) }));
  const { id } = jobs.start(order, named, linesOf(parts));
  return jobAccepted(id, `${url.origin}${base}`);
}

/** The answer to a kick-off, and to a second try. */
export function jobAccepted(id: string, baseUrl: string): ServerResponse {
  const statusUrl = `${baseUrl}/$export/job/${id}`;
  return json(202, { id, statusUrl }, { 'content-location': statusUrl });
}

import type { Population } from '../../people/population.ts';
import type { ServerRequest, ServerResponse } from '../server.ts';
import { json } from '../shared/answers.ts';
import { exportFiles } from '../shared/export-files.ts';
import type { ExportOrder } from '../shared/export-order.ts';
import { LINES_PER_FILE } from '../shared/server-options.ts';
import type { LinkTable } from './link-table.ts';

export type ExportListDeps = {
  population: Population;
  links: LinkTable;
  linesPerFile?: number;
  fileOrigin?: () => string;
  base: string;
};

/** The list of files, with no counts; also a group's files have no `Group` in their path (oneup-api 7). */
export function exportList(
  order: ExportOrder,
  { url, headers }: ServerRequest,
  deps: ExportListDeps,
): ServerResponse {
  const { population, links, linesPerFile = LINES_PER_FILE, base } = deps;
  const { fileOrigin = () => url.origin } = deps;
  const link = links.open(order.window, headers['x-oneup-user-id'] ?? 'bearer');
  const output = exportFiles(order, population, linesPerFile).map((file) => ({
    type: file.type,
    url: `${fileOrigin()}${base}/$export/${file.type}/${link(file)}.ndjson`,
  }));
  const transactionTime = order.window.until.toISOString();
  return json(200, { transactionTime, request: order.request, requiresAccessToken: true, output });
}

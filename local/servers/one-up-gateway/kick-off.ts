import type { ServerRequest, ServerResponse } from '../server.ts';
import { json } from '../shared/answers.ts';
import { exportFiles } from '../shared/export-files.ts';
import { type ExportOrder, exportOrder, type OrderDeps } from '../shared/export-order.ts';
import { Refused } from '../shared/refused.ts';
import { LINES_PER_FILE } from '../shared/server-options.ts';
import { type StartJobDeps, startJob } from '../shared/start-job.ts';
import { linkOf } from './link-of.ts';

export type KickOffDeps = OrderDeps &
  StartJobDeps & { fileOrigin?: () => string; mode?: 'job' | 'list' };

/**
 * Exports everybody, a group, or one type of everybody; the last is asked for by the path alone,
 * whatever `_type` says. Throws Refused.
 */
export function kickOff(
  request: ServerRequest,
  of: { group?: string; type?: string },
  deps: KickOffDeps,
): ServerResponse {
  const order = exportOrder(request, of.group, deps);
  const narrowed = of.type === undefined ? order : { ...order, types: [knownType(of.type)] };
  return deps.mode === 'list' ? list(narrowed, request, deps) : startJob(narrowed, request, deps);
}

function knownType(type: string): string {
  if (!/^[A-Z][A-Za-z]+$/.test(type)) throw new Refused(404, 'not-found', 'no resource type');
  return type;
}

function list(order: ExportOrder, request: ServerRequest, deps: KickOffDeps): ServerResponse {
  const { population, files, linesPerFile = LINES_PER_FILE } = deps;
  const output = exportFiles(order, population, linesPerFile).map((file) => ({
    type: file.type,
    url: linkOf(files.add(file, order.window), request, deps),
  }));
  const transactionTime = order.window.until.toISOString();
  return json(200, { transactionTime, request: order.request, requiresAccessToken: true, output });
}

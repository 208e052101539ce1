import type { ServerRequest, ServerResponse } from '../server.ts';
import { exportOrder, type OrderDeps } from '../shared/export-order.ts';
import { type StartJobDeps, startJob } from '../shared/start-job.ts';

/** Starts a job for everybody or for a group; data is as of now, whenever it is fetched. Throws Refused. */
export const kickOff = (
  request: ServerRequest,
  group: string | undefined,
  deps: OrderDeps & StartJobDeps,
): ServerResponse => startJob(exportOrder(request, group, deps), request, deps);

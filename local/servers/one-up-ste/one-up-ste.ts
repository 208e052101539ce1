import { faultDesk } from '../faults/fault.ts';
import type { BulkServer } from '../server.ts';
import { fileTable } from '../shared/file-table.ts';
import { jobStore } from '../shared/job-store.ts';
import { oneUpTokenRoute } from '../shared/one-up-token.ts';
import { type Route, routed } from '../shared/routed.ts';
import { type JobOptions, PACE, type ServerOptions } from '../shared/server-options.ts';
import { cancel } from './cancel.ts';
import { kickOff } from './kick-off.ts';
import { status } from './status.ts';

/** What the documentation leaves open about single tenant is a switch here. */
export type OneUpSteOptions = ServerOptions &
  JobOptions & {
    /** HTTP status of a job's status while it runs. */
    runningStatus?: 200 | 202;
    /** Whether `_type=patient` is taken for Patient. */
    typeCase?: 'any' | 'exact';
    /** What DELETE on a job is answered with; only 202 ends the job. */
    cancel?: 202 | 403 | 404;
  };

/**
 * 1upHealth's single tenant: a job, its status, its files (oneup-api 4–6, 10). Kick-off and status
 * take client headers or a Bearer token, files client headers alone. Nothing expires.
 */
export function oneUpSte(options: OneUpSteOptions): BulkServer {
  const faults = faultDesk(options.faults);
  const { accounts, clock, pace = PACE, population } = options;
  const files = fileTable(population);
  const base = '/bulk-data/r4';
  const deps = { ...options, files, jobs: jobStore({ clock, pace, faults }), base };
  const access = accounts.byEither;
  const job = { path: `${base}/$export/job/:id`, access };
  const get = { method: 'GET', access };
  const routes: Route[] = [
    {
      ...get,
      on: 'kick-off',
      path: `${base}/$export`,
      answer: (request) => kickOff(request, undefined, deps),
    },
    {
      ...get,
      on: 'kick-off',
      path: `${base}/Group/:id/$export`,
      answer: (request, group) => kickOff(request, group, deps),
    },
    { ...job, on: 'status', method: 'GET', answer: (request, id) => status(request, id, deps) },
    { ...job, on: 'cancel', method: 'DELETE', answer: (_, id) => cancel(id, deps) },
    {
      on: 'file',
      method: 'GET',
      path: `${base}/$export/file/:name`,
      access: accounts.byClientHeaders,
      answer: (_, name) => files.serve(name),
    },
    oneUpTokenRoute(accounts),
  ];
  return routed(routes, faults);
}

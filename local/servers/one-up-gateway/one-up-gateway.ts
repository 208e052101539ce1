import { faultDesk } from '../faults/fault.ts';
import type { BulkServer } from '../server.ts';
import { outcome } from '../shared/answers.ts';
import { fileTable } from '../shared/file-table.ts';
import { jobStore } from '../shared/job-store.ts';
import { type Route, routed } from '../shared/routed.ts';
import { type JobOptions, PACE, type ServerOptions } from '../shared/server-options.ts';
import { retry, status } from './job.ts';
import { kickOff } from './kick-off.ts';
import { token } from './token.ts';

export type OneUpGatewayOptions = ServerOptions &
  JobOptions & {
    /** The customer's name, which is in every path. */
    customer: string;
    /** How a kick-off is answered, which is documented both ways (oneup-api 8). */
    mode?: 'job' | 'list';
  };

/**
 * 1upHealth's population export through its gateway: Bearer tokens by client credentials, GET alone,
 * PUT to retry a failed job; POST and DELETE are answered 403 (oneup-api 4, 8).
 */
export function oneUpGateway(options: OneUpGatewayOptions): BulkServer {
  const faults = faultDesk(options.faults);
  const { accounts, clock, customer, pace = PACE, population } = options;
  const files = fileTable(population);
  const base = `/v1/${customer}/bulk-export/bulk-data/r4`;
  const deps = { ...options, files, jobs: jobStore({ clock, pace, faults }), base };
  const get = { method: 'GET', access: accounts.byBearer };
  const job = { path: `${base}/$export/job/:id`, access: accounts.byBearer };
  const refuse = () => outcome(403, 'forbidden', 'GET alone is served, and PUT to retry a job');
  const kickOffs: Route[] = [
    {
      ...get,
      on: 'kick-off',
      path: `${base}/$export`,
      answer: (request) => kickOff(request, {}, deps),
    },
    {
      ...get,
      on: 'kick-off',
      path: `${base}/Group/:id/$export`,
      answer: (request, group) => kickOff(request, { group }, deps),
    },
    {
      ...get,
      on: 'kick-off',
      path: `${base}/:type`,
      answer: (request, type) => kickOff(request, { type }, deps),
    },
    { on: 'kick-off', method: 'POST', path: `${base}/*`, answer: refuse },
  ];
  const others: Route[] = [
    { ...job, on: 'status', method: 'GET', answer: (request, id) => status(request, id, deps) },
    { ...job, on: 'retry', method: 'PUT', answer: (request, id) => retry(request, id, deps) },
    { ...job, on: 'cancel', method: 'DELETE', answer: refuse },
    {
      ...get,
      on: 'file',
      path: `${base}/$export/file/:name`,
      answer: (_, name) => files.serve(name),
    },
    {
      on: 'token',
      method: 'POST',
      path: `/auth/realms/${customer}/protocol/openid-connect/token`,
      answer: (request) => token(request, accounts),
    },
  ];
  return routed([...kickOffs, ...others], faults);
}

import * as z from 'zod';
import { type ApiResult, jsonResult } from '../aws/api-gateway.ts';
import { stopExport } from '../settlement/decision.ts';
import { type ApiDeps, locationOf } from './api.ts';
import { exportStatus, type Status, statusOf } from './export-status.ts';
import { findExport } from './find-export.ts';
import { startExport } from './start-export.ts';

/** The routes of the API, as API Gateway names them. */
export const ROUTES = ['POST /exports', 'GET /exports/{id}', 'DELETE /exports/{id}'] as const;
const [POST_EXPORT, GET_EXPORT, DELETE_EXPORT] = ROUTES;

const pathParameters = z.object({ id: z.string() });

/** The fields used of an API Gateway event (payload format 2.0). */
export const ApiEvent = z.discriminatedUnion('routeKey', [
  z.object({
    routeKey: z.literal(POST_EXPORT),
    body: z.string().default(''),
    isBase64Encoded: z.boolean(),
  }),
  z.object({ routeKey: z.literal(GET_EXPORT), pathParameters }),
  z.object({ routeKey: z.literal(DELETE_EXPORT), pathParameters }),
]);
export type ApiEvent = z.infer<typeof ApiEvent>;

/** Answers a call. */
export function route(event: ApiEvent, deps: ApiDeps): Promise<ApiResult> {
  switch (event.routeKey) {
    case 'POST /exports':
      return startExport(bodyText(event.body, event.isBase64Encoded), deps);
    case 'GET /exports/{id}':
      return getExport(event.pathParameters.id, deps);
    case 'DELETE /exports/{id}':
      return cancelExport(event.pathParameters.id, deps);
  }
}

/** API Gateway encodes a body whose content type is not text. */
const bodyText = (body: string, isBase64Encoded: boolean) =>
  isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;

/** `GET /exports/{id}`: the status of an export, in the shape of 1upHealth's own. */
async function getExport(id: string, deps: ApiDeps): Promise<ApiResult> {
  const found = await findExport(id, deps);
  return found
    ? jsonResult(200, exportStatus(found, deps.bucket, deps.clock.now()))
    : exportUnknown;
}

/** `DELETE /exports/{id}`: stops a running export, and the server's job. */
async function cancelExport(id: string, deps: ApiDeps): Promise<ApiResult> {
  const found = await findExport(id, deps);
  if (!found) return exportUnknown;
  const status = statusOf(found);
  if (status !== 'In Progress') return notCancellable(id, status, 'the export has ended');
  if (!(await stopExport(id, 'cancelled through the API', deps)))
    return notCancellable(id, status, 'the export is being published');
  deps.log.info('api.cancelled', { exportId: id });
  return jsonResult(202, { id, status: 'Cancelled' }, locationOf(id));
}

const exportUnknown = jsonResult(404, {
  ...{ error: 'ExportUnknown', message: 'there is no export with this id' },
});

const notCancellable = (id: string, status: Status, message: string): ApiResult =>
  jsonResult(409, { error: 'NotCancellable', message, id, status }, locationOf(id));

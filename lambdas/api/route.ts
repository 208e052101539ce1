import * as z from 'zod';
import { stopExport } from '../settlement/decision.ts';
import { type Answer, type ApiDeps, exportUnknown, locationOf } from './api.ts';
import { exportStatus, type Status, statusOf } from './export-status.ts';
import { findExport } from './find-export.ts';
import { startExport } from './start-export.ts';

/** The routes of the API, as API Gateway and `infra/` name them. */
export const ROUTES = ['POST /exports', 'GET /exports/{id}', 'DELETE /exports/{id}'] as const;
const [POST_EXPORT, GET_EXPORT, DELETE_EXPORT] = ROUTES;

const pathParameters = z.object({ id: z.string() });

/** A call as API Gateway hands it over (payload format 2.0), as far as it is read here. */
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

/** Sends a call to what answers it. */
export function route(event: ApiEvent, deps: ApiDeps): Promise<Answer> {
  switch (event.routeKey) {
    case 'POST /exports':
      return startExport(bodyText(event.body, event.isBase64Encoded), deps);
    case 'GET /exports/{id}':
      return getExport(event.pathParameters.id, deps);
    case 'DELETE /exports/{id}':
      return cancelExport(event.pathParameters.id, deps);
  }
}

/** API Gateway encodes a body whose content type it does not take for text. */
const bodyText = (body: string, isBase64Encoded: boolean) =>
  isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;

/** `GET /exports/{id}`: how an export stands, in the shape that 1upHealth documents for its own. */
async function getExport(id: string, deps: ApiDeps): Promise<Answer> {
  const found = await findExport(id, deps);
  return found ? { status: 200, body: exportStatus(found, deps.bucket) } : exportUnknown;
}

/** `DELETE /exports/{id}`: stops a running export, on the server too. */
async function cancelExport(id: string, deps: ApiDeps): Promise<Answer> {
  const found = await findExport(id, deps);
  if (!found) return exportUnknown;
  const status = statusOf(found);
  if (status !== 'In Progress') return tooLate(found.id, status, 'the export has ended');
  if (!(await stopExport(found.id, 'cancelled through the API', deps)))
    return tooLate(found.id, status, 'the export is being published');
  deps.log.info('api.cancelled', { exportId: found.id });
  return {
    status: 202,
    location: locationOf(found.id),
    body: { id: found.id, status: 'Cancelled' },
  };
}

const tooLate = (id: string, status: Status, message: string): Answer => ({
  status: 409,
  location: locationOf(id),
  body: { error: 'NotCancellable', message, id, status },
});

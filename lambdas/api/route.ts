import type { Answer } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import type { ApiEvent } from './api-event.ts';
import { cancelExport } from './cancel-export.ts';
import { getExport } from './get-export.ts';
import { startExport } from './start-export.ts';

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

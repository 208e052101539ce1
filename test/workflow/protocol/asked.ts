import assert from 'node:assert/strict';
import type { ServerRequest } from '../../../local/servers/http/server.ts';

type Requests = { requests: readonly ServerRequest[] };

const KICK_OFF = /\$(export(-v4)?|bulk-publish)$/;

/** The first kick-off that the server saw. */
export function kickOff({ requests }: Requests): ServerRequest {
  const found = requests.find(({ url }) => KICK_OFF.test(url.pathname));
  assert.ok(found, 'there was a kick-off');
  return found;
}

/** The values that a kick-off gave a parameter, by its query or its Parameters; what a query joins stays joined. */
export function sent({ url, body }: ServerRequest, name: string): unknown[] {
  if (body === '') return url.searchParams.getAll(name);
  const { parameter = [] }: { parameter?: Record<string, unknown>[] } = JSON.parse(body);
  return parameter
    .filter((entry) => entry.name === name)
    .map(({ name: _, ...value }) => Object.values(value)[0]);
}

/** The requests to paths of that kind, as `METHOD path`. */
export const to = ({ requests }: Requests, path: RegExp): string[] =>
  requests
    .filter(({ url }) => path.test(url.pathname))
    .map(({ method, url }) => `${method} ${url.pathname}`);

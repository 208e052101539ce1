import type { FaultInjector, RequestKind } from '../faults/fault-injector.ts';
import {
  type BulkServer,
  OutcomeError,
  outcome,
  type ServerRequest,
  type ServerResponse,
} from './server.ts';

/** One thing a server can be asked. What stands for `:id` in its path becomes an argument of `answer`. */
export type Route = {
  on: RequestKind;
  method: string;
  path: string;
  /** Whether the request may; every request may where it is absent. */
  authorize?: (request: ServerRequest) => boolean;
  respond(request: ServerRequest, ...parts: string[]): ServerResponse | Promise<ServerResponse>;
};

/** A server of these routes, which records each request and lets a fault answer in its place. */
export function routedServer(routes: readonly Route[], faults: FaultInjector): BulkServer {
  const requests: ServerRequest[] = [];
  return {
    requests,
    async handle(request) {
      requests.push(request);
      const found = find(routes, request);
      if (!found) return outcome(404, 'not-found', 'nothing is here');
      const next = () => answer(found, request);
      const fault = faults.interceptor(found.route.on, request);
      return fault ? fault(request, next) : next();
    },
  };
}

type Found = { route: Route; parts: string[] };

function find(routes: readonly Route[], { method, url }: ServerRequest): Found | undefined {
  for (const route of routes) {
    const parts = route.method === method ? matchPath(route.path, url.pathname) : undefined;
    if (parts) return { route, parts };
  }
  return undefined;
}

async function answer({ route, parts }: Found, request: ServerRequest): Promise<ServerResponse> {
  if (route.authorize && !route.authorize(request))
    return outcome(401, 'login', 'no credential that may do this');
  try {
    return await route.respond(request, ...parts);
  } catch (error) {
    if (error instanceof OutcomeError) return outcome(error.status, error.code, error.message);
    throw error;
  }
}

/**
 * Matches a path such as `/r4/Group/:id` segment by segment and gives what stands at the segments
 * with a colon; `*` as the last segment matches whatever is left. undefined where it does not match.
 */
export function matchPath(pattern: string, pathname: string): string[] | undefined {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  const open = wanted.at(-1) === '*';
  if (open ? given.length < wanted.length : given.length !== wanted.length) return undefined;
  const parts: string[] = [];
  for (const [nth, segment] of (open ? wanted.slice(0, -1) : wanted).entries()) {
    const actual = given[nth] ?? '';
    if (segment.startsWith(':') && actual !== '') parts.push(actual);
    else if (segment !== actual) return undefined;
  }
  return parts;
}

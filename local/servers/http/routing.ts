import {
  type BulkServer,
  OutcomeError,
  outcome,
  type ServerRequest,
  type ServerResponse,
} from './server.ts';

/** What a request is for. */
export type RequestKind =
  | 'kick-off'
  | 'status'
  | 'retry'
  | 'cancel'
  | 'file'
  | 'token'
  | 'group'
  | 'metadata'
  | 'attachment';

/** One kind of request to a server. The segments that match `:id` in its path become arguments of `respond`. */
export type Route = {
  on: RequestKind;
  method: string;
  path: string;
  /** Whether the request may pass; default: every request. */
  authorize?: (request: ServerRequest) => boolean;
  respond(request: ServerRequest, ...segments: string[]): ServerResponse | Promise<ServerResponse>;
};

/** Responds in a server's place; `next` gives the server's own response. */
export type Interceptor = (
  request: ServerRequest,
  next: () => Promise<ServerResponse>,
) => ServerResponse | Promise<ServerResponse>;

/** Finds the interceptor of a request, if there is one. */
export type FindInterceptor = (on: RequestKind, request: ServerRequest) => Interceptor | undefined;

/** A server of these routes. It records each request. */
export function routedServer(
  routes: readonly Route[],
  { interceptor }: { interceptor: FindInterceptor },
): BulkServer {
  const requests: ServerRequest[] = [];
  return {
    requests,
    async handle(request) {
      requests.push(request);
      const match = findRoute(routes, request);
      if (!match) return outcome(404, 'not-found', 'nothing is here');
      const next = () => respond(match, request);
      const intercept = interceptor(match.route.on, request);
      return intercept ? intercept(request, next) : next();
    },
  };
}

type RouteMatch = { route: Route; segments: string[] };

function findRoute(
  routes: readonly Route[],
  { method, url }: ServerRequest,
): RouteMatch | undefined {
  for (const route of routes) {
    const segments = route.method === method ? matchPath(route.path, url.pathname) : undefined;
    if (segments) return { route, segments };
  }
  return undefined;
}

async function respond(
  { route, segments }: RouteMatch,
  request: ServerRequest,
): Promise<ServerResponse> {
  if (route.authorize && !route.authorize(request))
    return outcome(401, 'login', 'the request has no valid credential');
  try {
    return await route.respond(request, ...segments);
  } catch (error) {
    if (error instanceof OutcomeError) return outcome(error.status, error.code, error.message);
    throw error;
  }
}

/**
 * Matches a path with a pattern such as `/r4/Group/:id`, segment by segment, and gives the segments
 * that match a colon; a final `*` matches any rest. undefined where the path does not match.
 */
export function matchPath(pattern: string, pathname: string): string[] | undefined {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  const open = wanted.at(-1) === '*';
  if (open ? given.length < wanted.length : given.length !== wanted.length) return undefined;
  const segments: string[] = [];
  for (const [nth, segment] of (open ? wanted.slice(0, -1) : wanted).entries()) {
    const actual = given[nth] ?? '';
    if (segment.startsWith(':') && actual !== '') segments.push(actual);
    else if (segment !== actual) return undefined;
  }
  return segments;
}

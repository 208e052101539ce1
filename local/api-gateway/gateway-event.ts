import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** The event of a Lambda (payload format 2.0), without fields that only AWS has. */
export type ApiGatewayEvent = {
  version: '2.0';
  routeKey: string;
  rawPath: string;
  rawQueryString: string;
  headers: Record<string, string>;
  pathParameters?: Record<string, string>;
  requestContext: {
    http: { method: string; path: string; protocol: string; sourceIp: string; userAgent: string };
    requestId: string;
    routeKey: string;
    stage: '$default';
  };
  body?: string;
  isBase64Encoded: boolean;
};

/** Turns a request into an event. Fields without a value are missing, as with API Gateway. */
export function toGatewayEvent(
  request: IncomingMessage,
  { routeKey, pathParameters }: RouteMatch,
  body: Buffer,
  requestId: string,
): ApiGatewayEvent {
  const [rawPath = '', rawQueryString = ''] = (request.url ?? '').split(/\?(.*)/s, 2);
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    headers: flat(request.headers),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      http: {
        method: request.method ?? '',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: '$default',
    },
    ...encoded(body, request.headers['content-type']),
  };
}

const flat = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** The media types that API Gateway passes as text; others, such as a form, are Base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml)|[^;]+\+(json|xml))/i;

function encoded(
  body: Buffer,
  contentType = '',
): Pick<ApiGatewayEvent, 'body' | 'isBase64Encoded'> {
  if (body.length === 0) return { isBase64Encoded: false };
  const isBase64Encoded = !TEXT.test(contentType);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

type RouteMatch = { routeKey: string; pathParameters: Record<string, string> };

/**
 * The route of a request among keys such as `GET /exports/{id}`; undefined if there is none. A path
 * parameter is one decoded segment; the query is ignored.
 */
export function matchRoute(
  method: string,
  url: string,
  routes: readonly string[],
): RouteMatch | undefined {
  const segments = url.replace(/\?.*$/, '').split('/');
  for (const routeKey of routes) {
    const [routeMethod, template = ''] = routeKey.split(' ');
    const pathParameters = routeMethod === method && matchPath(segments, template.split('/'));
    if (pathParameters) return { routeKey, pathParameters };
  }
  return undefined;
}

function matchPath(
  segments: readonly string[],
  template: readonly string[],
): Record<string, string> | undefined {
  if (segments.length !== template.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, segment] of segments.entries()) {
    const name = /^\{(\w+)\}$/.exec(template[i] ?? '')?.[1];
    const value = decoded(segment);
    if (name && value) parameters[name] = value;
    else if (segment !== template[i]) return undefined;
  }
  return parameters;
}

/** Undefined for an invalid percent-encoding. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

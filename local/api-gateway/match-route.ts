export type RouteMatch = { routeKey: string; pathParameters: Record<string, string> };

/**
 * The route that a request takes, among keys such as `GET /exports/{id}`; undefined: none. A
 * parameter is one segment of the path, decoded; the query takes no part.
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

/** undefined for what is no percent-encoding. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

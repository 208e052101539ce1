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

import type { ServerRequest } from '../server.ts';

/** The link to a file of the gateway. */
export const linkOf = (
  name: string,
  { url }: ServerRequest,
  { base, fileOrigin = () => url.origin }: { base: string; fileOrigin?: () => string },
): string => `${fileOrigin()}${base}/$export/file/${name}`;

import type { Route } from '../http/routing.ts';
import type { ServerRequest } from '../http/server.ts';

/** A client's id and secret. */
export type ClientSecret = { readonly id: string; readonly secret: string };

/** How clients authenticate: the check of each request, and the routes that issue tokens. */
export type Login = {
  authorize(request: ServerRequest): boolean;
  readonly routes: readonly Route[];
};

/** Accepts every request. */
export const noLogin: Login = { authorize: () => true, routes: [] };

/** HTTP Basic with each request. */
export const basicLogin = ({ id, secret }: ClientSecret): Login => ({
  authorize: (request) => {
    const given = basicCredentials(request);
    return given?.id === id && given.secret === secret;
  },
  routes: [],
});

/** One Bearer token that never expires. */
export const bearerLogin = (token: string): Login => ({
  authorize: ({ headers }) => headers.authorization === `Bearer ${token}`,
  routes: [],
});

/** The credentials of an HTTP Basic header, if there is one. */
export function basicCredentials({
  headers,
}: Pick<ServerRequest, 'headers'>): ClientSecret | undefined {
  const encoded = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id, secret: rest.join(':') };
}

import type { Route } from '../http/routing.ts';
import type { ServerRequest } from '../http/server.ts';
import type { Client } from '../one-up/accounts.ts';

/** How clients show who they are: what decides on a request, and the routes that hand out tokens. */
export type Login = {
  authorize(request: ServerRequest): boolean;
  readonly routes: readonly Route[];
};

/** Everybody may. */
export const noLogin: Login = { authorize: () => true, routes: [] };

/** HTTP Basic with each request, as servers of small systems want it. */
export const basicLogin = ({ id, secret }: Client): Login => ({
  authorize: (request) => {
    const given = basicCredentials(request);
    return given?.id === id && given.secret === secret;
  },
  routes: [],
});

/** One token for ever, which somebody handed over. */
export const bearerLogin = (token: string): Login => ({
  authorize: ({ headers }) => headers.authorization === `Bearer ${token}`,
  routes: [],
});

/** The credentials of an HTTP Basic header, if there is one. */
export function basicCredentials({ headers }: Pick<ServerRequest, 'headers'>): Client | undefined {
  const encoded = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id, secret: rest.join(':') };
}

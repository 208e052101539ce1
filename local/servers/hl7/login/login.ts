import type { ServerRequest } from '../../server.ts';
import type { Route } from '../../shared/routed.ts';

/** How clients show who they are: what decides on a request, and the routes that hand out tokens. */
export type Login = {
  access(request: ServerRequest): boolean;
  readonly routes: readonly Route[];
};

/** Everybody may. */
export const noLogin: Login = { access: () => true, routes: [] };

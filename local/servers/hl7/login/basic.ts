import type { Client } from '../../shared/accounts.ts';
import { credentialsIn } from './credentials.ts';
import type { Login } from './login.ts';

/** HTTP Basic with each request, as servers of small systems want it. */
export const basicLogin = ({ id, secret }: Client): Login => ({
  access: (request) => {
    const given = credentialsIn(request);
    return given?.id === id && given.secret === secret;
  },
  routes: [],
});

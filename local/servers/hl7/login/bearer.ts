import type { Login } from './login.ts';

/** One token for ever, which somebody handed over. */
export const bearerLogin = (token: string): Login => ({
  access: ({ headers }) => headers.authorization === `Bearer ${token}`,
  routes: [],
});

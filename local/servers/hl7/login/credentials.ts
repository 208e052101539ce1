import type { ServerRequest } from '../../server.ts';
import type { Client } from '../../shared/accounts.ts';

/** The credentials of an HTTP Basic header, if there is one. */
export function credentialsIn({ headers }: Pick<ServerRequest, 'headers'>): Client | undefined {
  const encoded = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id, secret: rest.join(':') };
}

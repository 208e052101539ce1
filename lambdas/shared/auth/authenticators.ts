import type { Secrets } from '../secrets.ts';
import type { Source } from '../settings/source.ts';
import type { Authenticator } from './authenticator.ts';
import { bearerRefresh } from './bearer-refresh.ts';
import { clientCredentials } from './client-credentials.ts';
import { clientHeaders } from './client-headers.ts';
import type { TokenDeps } from './token-request.ts';

/** Gives each source its authenticator; the same one every time, so that a token is used again. */
export type Authenticators = (sourceId: string, source: Source) => Authenticator;

/** One per Lambda container: tokens live in its memory only, and in the secret. */
export function authenticators(deps: TokenDeps & { secrets: Secrets }): Authenticators {
  const known = new Map<string, Authenticator>();
  return (sourceId, source) => {
    const authenticator = known.get(sourceId) ?? authenticatorOf(source, deps);
    known.set(sourceId, authenticator);
    return authenticator;
  };
}

function authenticatorOf(source: Source, deps: TokenDeps & { secrets: Secrets }): Authenticator {
  const { auth } = source;
  switch (auth.kind) {
    case 'client-headers':
      return clientHeaders(auth.secret, auth.userId, deps.secrets);
    case 'bearer-refresh': {
      const filesWantClientHeaders = source.dialect === '1up-ste';
      return bearerRefresh({ ...auth, private: source.private, filesWantClientHeaders }, deps);
    }
    case 'client-credentials':
      return clientCredentials({ ...auth, private: source.private }, deps);
    case 'none':
      return { headers: async () => ({}), renew: async () => false };
  }
}

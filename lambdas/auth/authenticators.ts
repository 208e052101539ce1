import type { Source } from '../settings/source.ts';
import type { TokenDeps } from './access-token.ts';
import type { Authenticator } from './authenticator.ts';
import { bearerRefresh } from './bearer-refresh.ts';
import { clientCredentials } from './client-credentials.ts';
import type { Secrets } from './secrets.ts';
import type { SigningKeys } from './smart/signer.ts';
import { smartBackend } from './smart/smart-backend.ts';
import { basic, clientHeaders, staticBearer } from './static-credentials.ts';

/** The authenticator of a source: the same one every time, so that a token is used again. */
export type Authenticators = (sourceId: string, source: Source) => Authenticator;

/** The collaborators that find credentials and request tokens. */
export type LoginDeps = TokenDeps & {
  secrets: Secrets;
  signingKeys: SigningKeys;
  /** Whether the source serves files to client headers only, a property of its dialect. */
  filesByClientHeaders: (source: Source) => boolean;
  /** A new UUID with each call. */
  newId: () => string;
};

/** One per Lambda container: tokens are in its memory only, and in the secret. */
export function authenticators(deps: LoginDeps): Authenticators {
  const bySource = new Map<string, Authenticator>();
  return (sourceId, source) => {
    const authenticator = bySource.get(sourceId) ?? authenticatorOf(source, deps);
    bySource.set(sourceId, authenticator);
    return authenticator;
  };
}

function authenticatorOf(source: Source, deps: LoginDeps): Authenticator {
  const { auth } = source;
  switch (auth.kind) {
    case 'client-headers':
      return clientHeaders(auth.secret, auth.userId, deps.secrets);
    case 'bearer-refresh': {
      const filesByClientHeaders = deps.filesByClientHeaders(source);
      return bearerRefresh({ ...auth, private: source.private, filesByClientHeaders }, deps);
    }
    case 'client-credentials':
      return clientCredentials({ ...auth, private: source.private }, deps);
    case 'smart-backend':
      return smartBackend({ ...auth, baseUrl: source.baseUrl, private: source.private }, deps);
    case 'basic':
      return basic(auth.secret, deps.secrets);
    case 'static-bearer':
      return staticBearer(auth.secret, deps.secrets);
    case 'none':
      return { headers: async () => ({}), renew: async () => false };
  }
}

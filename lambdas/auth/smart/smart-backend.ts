import type { Auth } from '../../settings/auth.ts';
import type { ClientKeys } from '../../settings/smart-backend.ts';
import type { Authenticator } from '../authenticator.ts';
import { keptToken } from '../kept-token.ts';
import { requestToken, type Token, type TokenDeps } from '../token-request.ts';
import { clientAssertion } from './client-assertion.ts';
import { type KeyDeps, signerOf } from './signer.ts';
import { discoverTokenUrl } from './smart-configuration.ts';

type Settings = Extract<Auth, { kind: 'smart-backend' }> & { baseUrl: string; private: boolean };
type Deps = TokenDeps & KeyDeps & { newId: () => string };

/**
 * A Bearer token by SMART Backend Services. Every request for one carries an assertion of its own
 * (rule 8), signed with the key that is there then. Throws SettingsInvalid for a key that cannot sign.
 */
export function smartBackend(settings: Settings, deps: Deps): Authenticator {
  let discovered: string | undefined;
  const ask = async () => {
    discovered ??= settings.tokenUrl ?? (await discoverTokenUrl(settings, deps.http));
    return tokenFrom(discovered, settings, deps);
  };
  return keptToken(
    () =>
      ask().catch((error: unknown) => {
        // The endpoint may have moved.
        discovered = undefined;
        throw error;
      }),
    deps.clock,
  );
}

async function tokenFrom(tokenUrl: string, settings: Settings, deps: Deps): Promise<Token> {
  const { scope, key } = settings;
  const signer = await signerOf(key, deps);
  const form = {
    grant_type: 'client_credentials',
    scope,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await clientAssertion({ ...settings, tokenUrl }, signer, deps),
  };
  const credential = `${nameOf(key)} and the public keys that the server knows`;
  return requestToken(form, { tokenUrl, private: settings.private, credential }, deps);
}

const nameOf = (keys: ClientKeys) =>
  keys.kind === 'secret' ? `secret "${keys.secret}"` : `KMS key "${keys.keys[0].key}"`;

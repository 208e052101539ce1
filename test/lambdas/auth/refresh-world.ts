import { bearerRefresh } from '../../../lambdas/auth/bearer-refresh.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memorySecrets } from '../../fakes/memory-secrets.ts';
import { scriptedHttp } from '../../fakes/scripted-http.ts';

const tokenUrl = 'https://auth.example/token';
export const SECRET = {
  client_id: 'test-client',
  client_secret: 'test-word',
  refresh_token: 'test-refresh-0',
  note: 'an operator’s own',
};

/** A token endpoint that takes each refresh token once and gives the next (RFC 6749 §6). */
export function refreshWorld({ rotates = true, down = false } = {}) {
  let issued = 0;
  const clock = manualClock();
  const secrets = memorySecrets({ a: SECRET });
  const http = scriptedHttp({
    [`POST ${tokenUrl}`]: ({ body }) => {
      if (down) return { status: 503 };
      const given = new URLSearchParams(body).get('refresh_token');
      if (rotates && given !== `test-refresh-${issued}`) return { status: 400 };
      issued += 1;
      const token = { access_token: `test-${issued}`, token_type: 'bearer', expires_in: 7200 };
      const refresh = rotates ? { refresh_token: `test-refresh-${issued}` } : {};
      return { body: JSON.stringify({ ...token, ...refresh }) };
    },
  });
  const settings = { kind: 'bearer-refresh' as const, secret: 'a', userId: 'client', tokenUrl };
  /** As another Lambda container sees it: nothing in memory, the same secret. */
  const container = (filesByClientHeaders = false, store = secrets) =>
    bearerRefresh(
      { ...settings, private: false, filesByClientHeaders },
      { http, clock, secrets: store },
    );
  const secret = () => JSON.parse(secrets.values.get('a') ?? '{}');
  return { clock, secrets, http, container, secret };
}

/** What a request carries with the n-th token. */
export const bearer = (n: number) => ({ authorization: `Bearer test-${n}` });

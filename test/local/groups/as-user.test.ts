import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSettings } from '../../../lambdas/settings/sources.ts';
import { asUser } from '../../../local/groups/as-user.ts';

const server = { dialect: '1up-ste', baseUrl: 'https://analytics.example/r4' };
const tokenUrl = 'https://auth.example/token';
const { sources } = parseSettings(
  JSON.stringify({
    sources: {
      headers: { ...server, auth: { kind: 'client-headers', secret: 'a', userId: 'client' } },
      bearer: { ...server, auth: { kind: 'bearer-refresh', secret: 'b', tokenUrl } },
      credentials: { ...server, auth: { kind: 'client-credentials', secret: 'c', tokenUrl } },
      open: { ...server, auth: { kind: 'none' } },
    },
  }),
  'sources.json',
);

for (const id of ['headers', 'bearer'])
  test(`the user takes the place of the one that ${id} names, and of no other source's`, () => {
    const { [id]: before, ...others } = sources;
    const { [id]: after, ...same } = asUser('123', id, sources);
    assert.deepEqual(after, { ...before, auth: { ...before?.auth, userId: '123' } });
    assert.deepEqual(same, others);
  });

for (const id of ['credentials', 'open'])
  test(`the login of ${id} knows no user, so that naming one is refused`, () => {
    assert.throws(() => asUser('123', id, sources), { name: 'SettingsInvalid', message: /--user/ });
  });

import assert from 'node:assert/strict';
import { bearerLogin } from '../../../local/servers/auth/login.ts';
import type { Fault } from '../../../local/servers/faults/fault-injector.ts';
import { gzipped } from '../../../local/servers/faults/files.ts';
import { assertStored, PDFS, TEXTS } from '../hl7/attachments-world.ts';
import { OPEN_ORIGIN } from '../hl7/hl7-world.ts';
import { BULK_DATA, COLUMNS, ONE_UP } from './columns.ts';
import { at, type Exported, FILES, feature, works } from './feature.ts';
import { BY_TOKEN, TOKEN } from './open-column.ts';

const files = ({ requests }: Exported) => {
  const found = requests.filter(({ url }) => FILES.test(url.pathname));
  assert.ok(found.length > 0, 'files were requested');
  return found;
};
const isLoggedIn = ({ headers }: { headers: Readonly<Record<string, string>> }) =>
  'authorization' in headers || 'client_id' in headers;

const login = bearerLogin(TOKEN);

feature('files behind the login', {
  ...at(BULK_DATA, () =>
    works({
      server: () => ({ login }),
      source: BY_TOKEN,
      shows: (exported) => assert.ok(files(exported).every(isLoggedIn)),
    }),
  ),
  'bulk-publish': works({
    publishes: { login },
    source: BY_TOKEN,
    shows: (exported) => assert.ok(files(exported).every(isLoggedIn)),
  }),
  ...at(ONE_UP, () => works({ shows: (exported) => assert.ok(files(exported).every(isLoggedIn)) })),
});

feature('capability URLs, which never see the token', {
  ...at(BULK_DATA, () =>
    works({
      server: () => ({ login, requiresAccessToken: false }),
      source: BY_TOKEN,
      shows(exported) {
        assert.ok(files(exported).every(({ url }) => url.searchParams.has('signature')));
        assert.ok(!files(exported).some(isLoggedIn));
      },
    }),
  ),
  'bulk-publish': works({
    source: BY_TOKEN,
    shows(exported) {
      assert.ok(!files(exported).some(isLoggedIn));
      assert.ok(exported.requests.some(isLoggedIn), 'the manifest does');
    },
  }),
});

feature('files at another origin of the source', {
  ...at(BULK_DATA, () =>
    works({
      server: () => ({ login, fileOrigin: () => OPEN_ORIGIN }),
      source: { ...BY_TOKEN, fileOrigins: [OPEN_ORIGIN], openOrigins: [] },
      shows: (exported) =>
        assert.ok(files(exported).every(({ url }) => url.origin === OPEN_ORIGIN)),
    }),
  ),
  '1up-ste': works({
    shows: (exported) =>
      assert.ok(files(exported).every(({ url }) => url.origin === 'https://files.example')),
  }),
});

feature('a redirect to another origin, which never sees the token', {
  ...at(BULK_DATA, () =>
    works({
      server: () => ({ login, redirectFilesTo: () => OPEN_ORIGIN }),
      source: BY_TOKEN,
      shows({ requests }) {
        const stored = requests.filter(({ url }) => url.pathname.startsWith('/stored/'));
        assert.ok(stored.length > 0 && !stored.some(isLoggedIn));
        assert.ok(stored.every(({ url }) => url.origin === OPEN_ORIGIN));
      },
    }),
  ),
});

feature('compressed files', {
  ...at(COLUMNS, () => {
    let compressed = 0;
    const faults: Fault[] = [
      {
        on: 'file',
        intercept(request, next) {
          compressed += 1;
          return gzipped(request, next);
        },
      },
    ];
    return works({ faults: () => faults, shows: () => assert.ok(compressed > 0) });
  }),
});

feature('links that expire', {
  ...at(BULK_DATA, () =>
    works({
      server: () => ({ linkSeconds: 4, linesPerFile: 2 }),
      shows(exported) {
        const generations = files(exported).map(({ url }) => url.pathname.split('/').at(-2));
        assert.ok(new Set(generations).size > 1, 'later files came by later links');
      },
    }),
  ),
});

feature('attachments of documents', {
  ...at(BULK_DATA, () =>
    works({
      source: { attachments: { mimeTypes: ['text/*', 'application/pdf'] } },
      server: () => ({ documents: { count: 9, links: 'absolute' } }),
      run: ({ run }) => run({ types: ['Patient', 'DocumentReference'] }),
      shows: ({ world, result }) => assertStored(world, result, [...PDFS, ...TEXTS]),
    }),
  ),
});

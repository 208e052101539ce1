import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientCredentialsLogin } from '../../local/servers/auth/client-credentials.ts';
import { assertLanded, openPublishWorld, requestedFiles } from './publish-world.ts';

const HOUR = 3_600_000;
const HOURLY = { updateSeconds: 3600, filesPerPage: 3 };

test('the requested types are landed, and each selection has its own increments', async () => {
  const world = await openPublishWorld({ server: () => HOURLY });
  const some = { types: ['Condition', 'Patient'] };
  const first = await world.run('directory', some);
  assert.deepEqual([...new Set(first.files.map(({ type }) => type))].sort(), some.types);
  assert.ok(
    !requestedFiles(world).some((path) => path.startsWith('Encounter')),
    'none comes in vain',
  );
  assertLanded(world, await world.run('directory'), null);
  assert.equal((await world.run('directory', some)).status, 'unchanged');
  await world.close();
});

test('a parameter that only a server could apply is refused before any request', async () => {
  const world = await openPublishWorld();
  const requests = [{ since: '2026-01-01' }, { level: 'patient' as const }, { elements: ['id'] }];
  for (const request of requests) {
    const result = await world.run('directory', request);
    assert.equal(result.error?.name, 'SettingsInvalid');
    await world.clock.sleep(1000);
  }
  assert.deepEqual(world.server.requests, []);
  await world.close();
});

test('a publication that requires a login is landed with one, pages and files', async () => {
  const client = { id: 'test-client', secret: 'test-client-word' };
  const world = await openPublishWorld({
    server: (clock) => ({
      ...HOURLY,
      login: clientCredentialsLogin({ clock, client, by: 'form', tokenSeconds: 5 }),
    }),
    source: {
      auth: {
        kind: 'client-credentials',
        secret: 'test/client',
        tokenUrl: 'https://directory.example/token',
      },
    },
    secrets: {
      'test/client': JSON.stringify({ client_id: client.id, client_secret: client.secret }),
    },
  });
  const first = await world.run('directory');
  assertLanded(world, first, null);
  await world.clock.sleep(HOUR);
  assertLanded(world, await world.run('directory'), first.transactionTime);
  await world.close();
});

test('a credential is not sent for the files of a publication that is open', async () => {
  const world = await openPublishWorld({
    source: { auth: { kind: 'static-bearer', secret: 'test/bearer' } },
    secrets: { 'test/bearer': JSON.stringify({ token: 'test-word' }) },
  });
  assertLanded(world, await world.run('directory'), null);
  const [root, ...files] = world.server.requests;
  assert.equal(root?.headers.authorization, 'Bearer test-word');
  assert.ok(files.length > 0 && files.every(({ headers }) => !headers.authorization));
  await world.close();
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretsManager } from '../../lambdas/aws/secrets-manager.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { assertPublishes } from './bad-input.ts';
import { assertCleanFailure } from './clean-failure.ts';
import { oneUpServers, secrets, settings } from './one-up-servers.ts';
import { openWorld, type World } from './world.ts';

const request = { types: ['Patient', 'Coverage'], mode: 'full' as const };
const WRONG = JSON.stringify({
  client_id: 'test-client',
  client_secret: 'another-client-word',
  refresh_token: 'another-refresh',
});

/** The settings of `oneUpServers`, each source with its own secret. */
const sources = {
  ste: { ...settings.ste, auth: { ...settings.ste.auth, secret: 'own/ste' } },
  'mte-headers': {
    ...settings['mte-headers'],
    auth: { kind: 'client-headers', secret: 'own/mte' },
  },
  gateway: { ...settings.gateway, auth: { ...settings.gateway.auth, secret: 'own/gateway' } },
};

const refused = [
  {
    source: 'ste',
    good: secrets['test/refresh'],
    says: /ste\.example answered 401 \(invalid_client\); check secret/,
  },
  { source: 'mte-headers', good: secrets['test/client'], says: /answers 401 to secret "own\/mte"/ },
  {
    source: 'gateway',
    good: secrets['test/client'],
    says: /\(invalid_client\); check secret "own\/gat/,
  },
] as const;

describe('a credential', () => {
  const clock = virtualClock();
  let world: World;
  before(async () => {
    const wrong = { 'own/ste': WRONG, 'own/mte': WRONG, 'own/gateway': WRONG };
    const { http } = oneUpServers(clock);
    world = await openWorld({ settings: sources, secrets: wrong, http, clock });
  });
  after(() => world.close());
  const put = (secret: string, text: string) =>
    secretsManager(world.laptop.aws).write(secret, text);

  for (const { source, good, says } of refused)
    test(`of ${source} that is wrong is refused, and works when it is corrected (K1)`, async () => {
      const result = await world.run(source, request);
      assert.equal(result.error?.name, 'CredentialRefused');
      assert.match(result.error?.message ?? '', says);
      await assertCleanFailure(world, { result, source, request });
      await put(sources[source].auth.secret, good);
      await assertPublishes(world, source, request);
    });

  test('that lacks a field is reported by the field’s name, not by its value', async () => {
    await clock.sleep(10_000); // The token that the last run got is too old by then.
    await put('own/gateway', JSON.stringify({ client_id: 'test-client', secret: 'a-word' }));
    const result = await world.run('gateway', request);
    assert.deepEqual(result.error, {
      name: 'SettingsInvalid',
      message: 'secret "own/gateway" lacks client_secret',
    });
    await assertCleanFailure(world, { result, source: 'gateway', request });
    await put('own/gateway', secrets['test/client']);
    await assertPublishes(world, 'gateway', request);
  });
});

test('a missing credential is reported by the name of its secret', async () => {
  const clock = virtualClock();
  const { http } = oneUpServers(clock);
  const world = await openWorld({ settings: sources, http, clock });
  const result = await world.run('gateway', request);
  assert.deepEqual(result.error, {
    name: 'SettingsInvalid',
    message: `secret "own/gateway" has no value; put the credential's JSON into it`,
  });
  await assertCleanFailure(world, { result, source: 'gateway', request });
  const created = { Name: 'own/gateway', SecretString: secrets['test/client'] };
  const client = new SecretsManagerClient(world.laptop.aws.config);
  await client.send(new CreateSecretCommand(created));
  await assertPublishes(world, 'gateway', request);
  await world.close();
});

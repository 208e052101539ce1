import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { connectAws } from '../../../lambdas/aws/aws.ts';
import { s3Storage } from '../../../lambdas/aws/s3/s3-storage.ts';
import { socketHandler } from '../../../lambdas/aws/socket-handler.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { rawServer } from '../../fakes/raw-server.ts';
import { type Identity, trustedIdentity } from '../../fakes/self-signed.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: "1"\r\n\r\nok';

async function world(t: TestContext, identity?: Identity) {
  const server = await rawServer(t, [{ bytes: OK }], identity);
  const clock = manualClock();
  const aws = connectAws(
    {
      region: 'us-east-1',
      endpoint: server.origin,
      credentials: { accessKeyId: 'test-client', secretAccessKey: 'test-client' },
      requestHandler: socketHandler(clock),
    },
    { clock: { sleep: async () => {} }, random: () => 0.5 },
  );
  return { server, clock, storage: s3Storage(aws, 'lake') };
}

for (const identity of [undefined, trustedIdentity()])
  test(`a socket ${identity ? 'of TLS ' : ''}is used again, unless it idled while the function slept`, async (t) => {
    const { server, clock, storage } = await world(t, identity);
    for (const key of ['a', 'b']) assert.equal((await storage.read(key))?.text, 'ok');
    assert.equal(server.connections(), 1);
    clock.advance(60);
    assert.equal((await storage.read('c'))?.text, 'ok');
    assert.equal(server.connections(), 2);
  });

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { putDirectly } from '../../../../lambdas/aws/s3/direct-put.ts';
import { putBySdk } from '../../../../lambdas/aws/s3/put-data.ts';
import { systemClock } from '../../../../lambdas/runtime/clock.ts';
import { storageAt } from '../../../fakes/storage-at.ts';

/** S3 may refuse a part before it has read it; the whole part is sent again (S1). */

const MIB = 1024 ** 2;
const PART = Buffer.alloc(8 * MIB);
for (let at = 0; at < PART.length; at += 4) PART.writeUInt32LE(at, at);

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function s3At(context: TestContext, answers: Answer[], putData: typeof putBySdk) {
  let requests = 0;
  const server = createServer((request, response) => {
    answers[Math.min(requests, answers.length - 1)]?.(request, response);
    requests += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const reach = { kind: 'endpoint', url: `http://127.0.0.1:${port}` } as const;
  return { storage: storageAt(reach, 'lake', putData), requests: () => requests };
}

const slowDown: Answer = (_request, response) => {
  response.writeHead(503, { 'content-type': 'application/xml', connection: 'close' });
  response.end('<Error><Code>SlowDown</Code><Message>no</Message></Error>');
};
const hangUp: Answer = (request) => void request.once('data', () => request.socket.destroy());

for (const [what, refusal, way, putData] of [
  ['answered before it was read', slowDown, 'the SDK', putBySdk],
  ['cut off in the middle', hangUp, 'the SDK', putBySdk],
  ['answered before it was read', slowDown, 'direct PUT', putDirectly(systemClock)],
  ['cut off in the middle', hangUp, 'direct PUT', putDirectly(systemClock)],
] as const)
  test(`a part by ${way} that is ${what} arrives whole by the next attempt (S1)`, async (context) => {
    const arrived: Buffer[] = [];
    const take: Answer = (request, response) => {
      request.on('data', (bytes: Buffer) => arrived.push(bytes));
      request.on('end', () => response.writeHead(200, { etag: '"1"' }).end());
    };
    const { storage, requests } = await s3At(context, [refusal, refusal, take], putData);
    const part = await storage.uploadPart('a', 'u', 1, PART, 'AAAAAA==');
    assert.deepEqual(part, { partNumber: 1, etag: '"1"', crc32c: 'AAAAAA==' });
    assert.equal(requests(), 3);
    assert.ok(Buffer.concat(arrived).equals(PART));
  });

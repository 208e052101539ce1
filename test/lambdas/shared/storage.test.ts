import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { Storage } from '../../../lambdas/shared/storage.ts';
import { inProcessSend } from '../../../local/cloud/in-process-send.ts';
import { listen } from '../../../local/cloud/listen.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';
import { ourStorage } from '../../fakes/our-storage.ts';
import { sdkStorage } from '../../fakes/sdk-storage.ts';
import { clientsOf, destroy } from '../../local/cloud/clients.ts';
import { BUCKET, cloudOver } from '../../local/cloud/local-cloud.ts';
import { storageCases } from './storage-cases.ts';

/** What is proved of one bucket holds for every other (S7, S8, S10). */
function runOn(storage: Storage, folder: string): void {
  for (const [i, { name, run }] of storageCases.entries())
    test(name, () => run(storage, `${folder}-${i}`));
}

describe('Storage in memory', () => runOn(memoryStorage(), 'memory'));

describe('Storage over the local cloud', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-storage-'));
  const cloud = cloudOver(directory);
  const { url, close } = await listen(cloud);
  const clients = clientsOf({ endpoint: url }, BUCKET);
  after(async () => {
    destroy(clients);
    await close();
    rmSync(directory, { recursive: true, force: true });
  });
  const inProcess = ourStorage(BUCKET, 'http://127.0.0.1', inProcessSend(cloud));
  describe('in process', () => runOn(inProcess, 'in-process'));
  describe('behind a socket', () => runOn(ourStorage(BUCKET, url), 'socket'));
  describe('by the AWS SDK', () => runOn(sdkStorage(clients.s3, BUCKET), 'sdk'));
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { putDirectly } from '../../../lambdas/aws/s3/direct-put.ts';
import type { Storage } from '../../../lambdas/lake/storage.ts';
import { systemClock } from '../../../lambdas/runtime/clock.ts';
import { listen } from '../../../local/cloud/listen.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';
import { storageAt } from '../../fakes/storage-at.ts';
import { BUCKET, cloudOver } from '../../local/cloud/local-cloud.ts';
import { storageCases } from './storage-cases.ts';

/** Every Storage keeps the same contract (S7, S8, S10). */
function runOn(storage: Storage, folder: string): void {
  for (const [i, { name, run }] of storageCases.entries())
    test(name, () => run(storage, `${folder}-${i}`));
}

describe('Storage in memory', () => runOn(memoryStorage(), 'memory'));

describe('Storage over the local cloud', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-storage-'));
  const cloud = cloudOver(directory);
  const { url, close } = await listen(cloud);
  after(async () => {
    await close();
    rmSync(directory, { recursive: true, force: true });
  });
  const inProcess = storageAt({ kind: 'in-process', cloud }, BUCKET);
  const bySdk = storageAt({ kind: 'endpoint', url }, BUCKET);
  const directly = storageAt({ kind: 'endpoint', url }, BUCKET, putDirectly(systemClock));
  describe('in process', () => runOn(inProcess, 'in-process'));
  describe('behind a socket', () => runOn(bySdk, 'socket'));
  describe('behind a socket, data by direct PUT', () => runOn(directly, 'direct'));
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { listen } from '../../../local/cloud/listen.ts';
import { allCases } from './cases/all-cases.ts';
import { clientsOf, destroy } from './clients.ts';
import { BUCKET, cloudOver } from './local-cloud.ts';

describe('the local cloud behind a socket', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-cloud-'));
  const { url, close } = await listen(cloudOver(directory));
  const clients = clientsOf({ endpoint: url }, BUCKET);
  after(async () => {
    destroy(clients);
    await close();
    rmSync(directory, { recursive: true, force: true });
  });
  for (const { name, run } of allCases) test(name, () => run(clients));
});

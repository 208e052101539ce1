import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { allCases } from './cases/all-cases.ts';
import { cloudOver, inProcess } from './local-cloud.ts';

describe('the local cloud in process', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-cloud-'));
  const clients = inProcess(cloudOver(directory));
  after(() => rmSync(directory, { recursive: true, force: true }));
  for (const { name, run } of allCases) test(name, () => run(clients));
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCloud } from '../../../local/cloud/cloud.ts';
import { eventBridge } from '../../../local/cloud/event-bridge.ts';
import { glue } from '../../../local/cloud/glue/glue.ts';
import { inProcessHandler } from '../../../local/cloud/in-process-handler.ts';
import { type KeySpec, kms } from '../../../local/cloud/kms.ts';
import { secretsManager } from '../../../local/cloud/secrets-manager.ts';
import type { CloudService } from '../../../local/cloud/service.ts';
import { clientsOf } from './clients.ts';

export const BUCKET = 'lake';

/** What a test hands in. */
type Setting = {
  seeds?: Record<string, string>;
  expectedKeys?: Record<string, KeySpec>;
};

/** A local cloud with all its APIs over a folder. */
export function cloudOver(directory: string, setting: Setting = {}): CloudService {
  return createCloud({
    directory,
    bucket: BUCKET,
    jsonApis: {
      secretsmanager: secretsManager({ directory, seeds: setting.seeds ?? {} }),
      TrentService: kms({ directory, expected: setting.expectedKeys ?? {} }),
      AWSGlue: glue({ directory }),
      AWSEvents: eventBridge({ directory, now: () => new Date('2026-01-02T03:04:05Z') }),
    },
  });
}

/** SDK clients of a cloud in this process. */
export const inProcess = (cloud: CloudService) =>
  clientsOf({ endpoint: 'http://127.0.0.1', requestHandler: inProcessHandler(cloud) }, BUCKET);

/** Runs a function with a new folder, and removes the folder afterwards. */
export async function withFolder<Result>(use: (directory: string) => Promise<Result>) {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-cloud-'));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

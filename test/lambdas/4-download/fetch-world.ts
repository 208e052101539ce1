import assert from 'node:assert/strict';
import { fetchFile } from '../../../lambdas/4-download/fetch-file.ts';
import { partBuffers } from '../../../lambdas/4-download/receive/part-buffers.ts';
import type { PlannedFile } from '../../../lambdas/shared/records/plan-records.ts';
import { fhirServer } from '../../../lambdas/shared/server/fhir-server.ts';
import { aFile, aSource } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { FILE } from './files.ts';

/** One file of a manifest, and the server's answer to it. */
export function fetchWorld(
  answer: Scripted,
  changes: Partial<PlannedFile> = {},
  requiresAccessToken = true,
  verify: 'structural' | 'full' = 'full',
) {
  const deps = stepDeps({ routes: { [FILE]: answer } });
  const server = fhirServer(aSource(), deps.authenticators('acme', aSource()), deps.http);
  const file = aFile(changes);
  const { storage } = deps;
  return {
    ...deps,
    fetch: () =>
      fetchFile(file, {
        ...{ server, storage, requiresAccessToken },
        ...{ buffers: partBuffers(), verify, isTimeUp: () => false },
      }).then((fetched) => {
        assert(fetched.kind === 'landed');
        return fetched.receipt;
      }),
    stored: () => storage.objects.get(file.key)?.body,
  };
}

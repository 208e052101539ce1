import assert from 'node:assert/strict';
import { type FetchDeps, fetchFile } from '../../../lambdas/4-download/fetch/fetch-file.ts';
import { partBuffers } from '../../../lambdas/4-download/store/part-buffers.ts';
import { fhirServer } from '../../../lambdas/fhir-server/fhir-server.ts';
import type { FileCheckpoint } from '../../../lambdas/lake/checkpoint-records.ts';
import type { PlannedFile } from '../../../lambdas/lake/plan-records.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import { aFile, aSource } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { FILE } from './files.ts';

type How = {
  requiresAccessToken?: boolean;
  compress?: Source['compress'];
  isTimeUp?: () => boolean;
  attachmentCollector?: NonNullable<FetchDeps['attachmentCollector']>;
};

/** One file of a manifest, and the server's answer to it. */
export function fetchWorld(
  answer: Scripted | Scripted[],
  changes: Partial<PlannedFile> = {},
  {
    requiresAccessToken = true,
    compress = 'none',
    isTimeUp = () => false,
    attachmentCollector = () => undefined,
  }: How = {},
) {
  const deps = stepDeps({ routes: { [FILE]: answer } });
  const server = fhirServer(aSource(), deps.authenticators('acme', aSource()), deps.http);
  const file = aFile(changes);
  const { storage, sizes } = deps;
  const fetchDeps = {
    ...{ server, storage, sizes, requiresAccessToken, compress, isTimeUp, attachmentCollector },
    ...{ buffers: partBuffers(), verify: 'full' as const },
  };
  const fetchOnce = (checkpoint?: FileCheckpoint) => fetchFile(file, fetchDeps, checkpoint);
  return {
    ...deps,
    fetchOnce,
    fetch: () =>
      fetchOnce().then((fetched) => {
        assert(fetched.kind === 'landed');
        return fetched.receipt;
      }),
    /** By the suffix of its key: `.gz`, or nothing. */
    stored: (suffix = '') => storage.objects.get(`${file.key}${suffix}`)?.body,
  };
}

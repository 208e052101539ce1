import { type FetchDeps, fetchFile } from '../../../lambdas/4-download/fetch-file.ts';
import { partBuffers } from '../../../lambdas/4-download/receive/part-buffers.ts';
import { directHttp } from '../../../lambdas/shared/http/direct-http.ts';
import { fhirServer } from '../../../lambdas/shared/server/fhir-server.ts';
import { benchSource, noAuthenticator } from './bench-source.ts';
import { ownJob, tellMemory } from './job.ts';
import { ourStorage } from './our-storage.ts';
import { plannedFile } from './planned-file.ts';
import { fetchUnseen } from './unseen.ts';

/** The Download step's own data path, over one file after another. */
async function run(): Promise<void> {
  const { sink, files, verify } = ownJob();
  const origin = new URL(files[0]?.url ?? sink).origin;
  const source = benchSource(origin, verify === 'full' ? 'full' : 'structural');
  const deps: FetchDeps = {
    server: fhirServer(source, noAuthenticator, directHttp()),
    ...{ storage: ourStorage(sink), buffers: partBuffers() },
    ...{ verify: source.verify, requiresAccessToken: false },
    isTimeUp: () => false,
  };
  const fetch = verify === 'nothing' ? fetchUnseen : fetchFile;
  for (const [i, file] of files.entries()) await fetch(plannedFile(i + 1, file), deps);
  tellMemory();
}

await run();
process.exit();

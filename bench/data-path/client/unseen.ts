import { requestFile } from '../../../lambdas/4-download/fetch/request-file.ts';
import { objectSink } from '../../../lambdas/4-download/store/object-sink.ts';
import { partBuffers, partEndAtLine } from '../../../lambdas/4-download/store/part-buffers.ts';
import { fhirServer } from '../../../lambdas/fhir-server/fhir-server.ts';
import { pipeBody } from '../../../lambdas/http/body.ts';
import { contentLengthOf } from '../../../lambdas/http/content-headers.ts';
import { httpFor } from '../../../lambdas/http/http-for.ts';
import type { PlannedFile } from '../../../lambdas/lake/plan-records.ts';
import type { Storage } from '../../../lambdas/lake/storage.ts';
import { defaultSizes } from '../../../lambdas/runtime/sizes.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import { noAuthenticator } from './bench-source.ts';

/** Moves files as `fetchFile` does, and looks at no line of them: what is left is the cost of looking. */
export async function fetchUnseen(
  files: readonly PlannedFile[],
  { source, storage }: { source: Source; storage: Storage },
): Promise<void> {
  const server = fhirServer(source, noAuthenticator, httpFor('direct'));
  const buffers = partBuffers();
  for (const { url, key } of files) {
    const asked = { url, accept: '*/*', requiresAccessToken: false };
    const response = await requestFile('file', asked, server);
    const target = {
      key,
      objectBytes: contentLengthOf(response),
      partEnd: partEndAtLine(defaultSizes),
    };
    const sink = objectSink(target, { storage, buffers, sizes: defaultSizes });
    await pipeBody(response.body, sink);
    await sink.finish();
  }
}

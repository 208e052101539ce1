import { ask } from '../../../lambdas/4-download/ask.ts';
import { cutAtLine } from '../../../lambdas/4-download/receive/cut-at-line.ts';
import { bodyBytes } from '../../../lambdas/4-download/receive/encoding-of.ts';
import { objectSink } from '../../../lambdas/4-download/receive/object-sink.ts';
import { partBuffers } from '../../../lambdas/4-download/receive/part-buffers.ts';
import { usualSizes } from '../../../lambdas/4-download/sizes.ts';
import { httpOver } from '../../../lambdas/shared/http/http-over.ts';
import { pour } from '../../../lambdas/shared/http/pour.ts';
import type { PlannedFile } from '../../../lambdas/shared/records/plan-records.ts';
import { fhirServer } from '../../../lambdas/shared/server/fhir-server.ts';
import type { Source } from '../../../lambdas/shared/settings/source.ts';
import type { Storage } from '../../../lambdas/shared/storage.ts';
import { noAuthenticator } from './bench-source.ts';

/** Moves files as `fetchFile` does, and looks at no line of them: what is left is the cost of looking. */
export async function fetchUnseen(
  files: readonly PlannedFile[],
  { source, storage }: { source: Source; storage: Storage },
): Promise<void> {
  const server = fhirServer(source, noAuthenticator, httpOver('direct'));
  const buffers = partBuffers();
  for (const { url, key } of files) {
    const asked = { url, accept: '*/*', requiresAccessToken: false };
    const response = await ask('file', asked, server);
    const target = { key, objectBytes: bodyBytes(response), cutAt: cutAtLine(usualSizes) };
    const sink = objectSink(target, { storage, buffers, sizes: usualSizes });
    await pour(response.body, sink);
    await sink.finish();
  }
}

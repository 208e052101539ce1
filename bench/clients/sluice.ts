import { requestFile } from '../../lambdas/4-download/fetch/request-file.ts';
import { objectSink } from '../../lambdas/4-download/store/object-sink.ts';
import { partBuffers, partEndAtLine } from '../../lambdas/4-download/store/part-buffers.ts';
import { fhirServer } from '../../lambdas/fhir-server/fhir-server.ts';
import { pipeBody } from '../../lambdas/http/body.ts';
import { contentLengthOf } from '../../lambdas/http/content-headers.ts';
import { httpFor } from '../../lambdas/http/http-for.ts';
import type { PlannedFile } from '../../lambdas/lake/plan-records.ts';
import type { Storage } from '../../lambdas/lake/storage.ts';
import { defaultSizes } from '../../lambdas/runtime/sizes.ts';
import type { Source } from '../../lambdas/settings/source.ts';
import { benchSource, downloadFiles, noAuthenticator, plannedFile } from './download-files.ts';
import { DEFAULTS, printPeakMemory, readJob } from './job.ts';
import { benchStorage } from './storage.ts';

/** Moves files as the Download step does, without verifying lines. The difference is the cost of verifying. */
async function fetchUnverified(
  files: readonly PlannedFile[],
  { source, storage }: { source: Source; storage: Storage },
): Promise<void> {
  const server = fhirServer(source, noAuthenticator, httpFor('direct'));
  const buffers = partBuffers();
  for (const { url, key } of files) {
    const fileRequest = { url, accept: '*/*', requiresAccessToken: false };
    const response = await requestFile('file', fileRequest, server);
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

/** The Download step, or its data path without verifying lines. */
async function run(): Promise<void> {
  const { sink, bucket, files, verify, compress, receive, send } = readJob();
  const origin = new URL(files[0]?.url ?? sink).origin;
  const storage = benchStorage(sink, bucket, send);
  const planned = files.map((file, i) => plannedFile(i + 1, file));
  if (verify === 'nothing')
    await fetchUnverified(planned, { source: benchSource(origin, DEFAULTS), storage });
  else
    await downloadFiles(planned, {
      ...{ source: benchSource(origin, { verify, compress }), storage, receive },
    });
  printPeakMemory();
}

await run();
process.exit();

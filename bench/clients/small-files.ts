import * as z from 'zod';
import { Transport } from '../../lambdas/settings/sources.ts';
import { benchSource, downloadFiles, plannedFile } from './download-files.ts';
import { DEFAULTS } from './job.ts';
import { benchStorage } from './storage.ts';

/** The folder of the files on the server, the sink, the number of files, and the transport to S3. */
const Task = z.tuple([z.url(), z.url(), z.coerce.number(), Transport]);

/** Downloads many small files by the Download step. */
async function run(): Promise<void> {
  const [folder, sink, files, send] = Task.parse(process.argv.slice(2));
  const planned = Array.from({ length: files }, (_, i) =>
    plannedFile(i + 1, { url: `${folder}/${i + 1}.ndjson`, type: 'Patient' }),
  );
  const source = benchSource(new URL(folder).origin, DEFAULTS);
  const storage = benchStorage(sink, 'lake', send);
  await downloadFiles(planned, { source, storage, receive: DEFAULTS.receive });
}

await run();
process.exit();

import * as z from 'zod';
import { Transport } from '../../lambdas/settings/sources.ts';
import { benchSource } from '../data-path/client/bench-source.ts';
import { downloadFiles } from '../data-path/client/download-files.ts';
import { USUAL } from '../data-path/client/job.ts';
import { ourStorage } from '../data-path/client/our-storage.ts';
import { plannedFile } from '../data-path/client/planned-file.ts';

/** The folder that the server has the files in, the sink, how many files there are, and how they go to S3. */
const Task = z.tuple([z.url(), z.url(), z.coerce.number(), Transport]);

/** The Download step over many small files. */
async function run(): Promise<void> {
  const [folder, sink, files, send] = Task.parse(process.argv.slice(2));
  const planned = Array.from({ length: files }, (_, i) =>
    plannedFile(i + 1, { url: `${folder}/${i + 1}.ndjson`, type: 'Patient' }),
  );
  const source = benchSource(new URL(folder).origin, USUAL);
  const storage = ourStorage(sink, 'lake', send);
  await downloadFiles(planned, { source, storage, receive: USUAL.receive });
}

await run();
process.exit();

import * as z from 'zod';
import { benchSource } from '../data-path/client/bench-source.ts';
import { downloadFiles } from '../data-path/client/download-files.ts';
import { USUAL } from '../data-path/client/job.ts';
import { ourStorage } from '../data-path/client/our-storage.ts';
import { plannedFile } from '../data-path/client/planned-file.ts';

/** The folder that the server has the files in, the sink, and how many files there are. */
const Task = z.tuple([z.url(), z.url(), z.coerce.number()]);

/** The Download step over many small files. */
async function run(): Promise<void> {
  const [folder, sink, files] = Task.parse(process.argv.slice(2));
  const planned = Array.from({ length: files }, (_, i) =>
    plannedFile(i + 1, { url: `${folder}/${i + 1}.ndjson`, type: 'Patient' }),
  );
  const source = benchSource(new URL(folder).origin, USUAL);
  await downloadFiles(planned, { source, storage: ourStorage(sink, 'lake', 'direct') });
}

await run();
process.exit();

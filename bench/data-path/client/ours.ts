import { benchSource } from './bench-source.ts';
import { downloadFiles } from './download-files.ts';
import { ownJob, tellMemory, USUAL } from './job.ts';
import { ourStorage } from './our-storage.ts';
import { plannedFile } from './planned-file.ts';
import { fetchUnseen } from './unseen.ts';

/** The Download step, or its data path without a look at the lines. */
async function run(): Promise<void> {
  const { sink, bucket, files, verify, compress, receive, send } = ownJob();
  const origin = new URL(files[0]?.url ?? sink).origin;
  const storage = ourStorage(sink, bucket, send);
  const planned = files.map((file, i) => plannedFile(i + 1, file));
  if (verify === 'nothing')
    await fetchUnseen(planned, { source: benchSource(origin, USUAL), storage });
  else
    await downloadFiles(planned, {
      ...{ source: benchSource(origin, { verify, compress }), storage, receive },
    });
  tellMemory();
}

await run();
process.exit();

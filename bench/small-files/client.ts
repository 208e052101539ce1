import * as z from 'zod';
import { download } from '../../lambdas/4-download/download.ts';
import { systemClock } from '../../lambdas/shared/clock.ts';
import { ExportId } from '../../lambdas/shared/export-id.ts';
import { directHttp } from '../../lambdas/shared/http/direct-http.ts';
import { exportKeys } from '../../lambdas/shared/keys.ts';
import { silentLog } from '../../lambdas/shared/log.ts';
import { benchSource, noAuthenticator } from '../data-path/client/bench-source.ts';
import { ourStorage } from '../data-path/client/our-storage.ts';
import { plannedFile } from '../data-path/client/planned-file.ts';

/** As many as Plan puts into a unit at most. */
const UNIT_FILES = 500;

const Task = z.tuple([ExportId, z.url(), z.url(), z.coerce.number()]);

/**
 * The Download step, called for one unit after another, as by one worker of the state machine. Its
 * arguments are the export's id, the folder that the server has the files in, the sink, and how many files there are.
 */
async function run(): Promise<void> {
  const [exportId, folder, sink, files] = Task.parse(process.argv.slice(2));
  const storage = ourStorage(sink);
  const source = benchSource(new URL(folder).origin, 'structural');
  const deps = {
    ...{ storage, clock: systemClock, log: silentLog, http: directHttp() },
    ...{ sources: { bench: source }, authenticators: () => noAuthenticator },
  };
  const planned = Array.from({ length: files }, (_, i) =>
    plannedFile(i + 1, { url: `${folder}/${i + 1}.ndjson`, type: 'Patient' }),
  );
  for (let unit = 1; (unit - 1) * UNIT_FILES < files; unit += 1) {
    const unitKey = exportKeys(exportId).unit(unit);
    const own = planned.slice((unit - 1) * UNIT_FILES, unit * UNIT_FILES);
    await storage.put(unitKey, JSON.stringify({ ...UNIT, unit, files: own }));
    await download({ exportId, source: 'bench', unitKey }, deps, () => 900_000);
  }
}

const UNIT = {
  requiresAccessToken: false,
  transactionTime: '2026-01-01T00:00:00.000Z',
  pages: [],
};

await run();
process.exit();

import * as z from 'zod';
import { plan } from '../../lambdas/3-plan/plan.ts';
import { publish } from '../../lambdas/5-publish/publish.ts';
import { acquireLease } from '../../lambdas/lake/lease.ts';
import { PlanRecord, UnitRecord } from '../../lambdas/lake/plan-records.ts';
import { readRecord, writeRecord } from '../../lambdas/lake/record.ts';
import type { Storage } from '../../lambdas/lake/storage.ts';
import {
  aJob,
  aManifest,
  aRequestRecord,
  EXECUTION_ARN,
  EXPORT_ID,
  keys,
  STATUS_URL,
} from '../../test/fakes/builders.ts';
import { aReceipt } from '../../test/fakes/receipts.ts';
import { stepDeps } from '../../test/fakes/step-deps.ts';
import { benchStorage } from './storage.ts';

/** The step, the server with the export's records, and the number of files. */
const Task = z.tuple([
  z.enum(['prepare', 'plan', 'download', 'publish']),
  z.url(),
  z.coerce.number(),
]);

/**
 * One step of an export of very many files over S3, alone in its process like a function. Prints its CPU,
 * time and memory. `prepare` and `download` write the records that Poll and Download would write.
 */
async function run(): Promise<void> {
  const [step, records, files] = Task.parse(process.argv.slice(2));
  const deps = { ...stepDeps(), storage: benchStorage(records, 'lake', 'direct') };
  const startUsage = process.cpuUsage();
  const startedAt = performance.now();
  await STEPS[step](deps, files);
  const wallSeconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(startUsage);
  const cpuSeconds = (user + system) / 1e6;
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ cpuSeconds, wallSeconds, peakBytes })}\n`);
}

type Deps = Omit<ReturnType<typeof stepDeps>, 'storage'> & { storage: Storage };

const STEPS: Record<z.infer<typeof Task>[0], (deps: Deps, files: number) => Promise<void>> = {
  async prepare(deps, files) {
    const { storage } = deps;
    const output = Array.from({ length: files }, (_, i) => ({ type: 'Patient', file: `/f/${i}` }));
    await storage.put(keys.manifestPage(1), aManifest({ output }));
    const pages = { pages: [{ url: STATUS_URL, expires: null }], cursor: null };
    await writeRecord(keys.pages, pages, storage);
    await writeRecord(keys.job, aJob(), storage);
    await writeRecord(keys.request, aRequestRecord(), storage);
    await acquireLease({ ...aJob(), executionArn: EXECUTION_ARN }, deps);
  },
  async plan(deps, files) {
    const plannedSoFar = { pages: 0, units: 0 };
    const planned = await plan({ exportId: EXPORT_ID, source: 'acme', plannedSoFar }, deps);
    if (planned.files !== files) throw new Error(`${planned.files} of ${files} files were planned`);
  },
  async download({ storage }) {
    const { units } = await readRecord(keys.plan, PlanRecord, storage);
    for (let unit = 1; unit <= units; unit += 1) {
      const { files } = await readRecord(keys.unit(unit), UnitRecord, storage);
      const receipts = files.map(({ index, type, key }) => aReceipt({ index, type, key }));
      await writeRecord(keys.unitReceipts(unit), { unit, receipts }, storage);
    }
  },
  async publish(deps, files) {
    const published = await publish({ exportId: EXPORT_ID }, deps);
    if (published.files !== files)
      throw new Error(`${published.files} of ${files} files were published`);
  },
};

await run();
process.exit();

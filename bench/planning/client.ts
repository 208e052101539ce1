import { publish } from '../../lambdas/5-publish/publish.ts';
import { acquireLease } from '../../lambdas/shared/lease.ts';
import { type PlannedFile, UnitRecord } from '../../lambdas/shared/records/plan-records.ts';
import { readRecord, writeRecord } from '../../lambdas/shared/records/record.ts';
import { aJob, aReceipt, EXPORT_ID, keys } from '../../test/fakes/builders.ts';
import { manifestOf, planWorld } from '../../test/lambdas/3-plan/plan-world.ts';

/**
 * Plans and publishes an export of as many files as its argument says, on a storage in memory, and
 * prints what each step took. What Download would have written is written in between.
 */
async function run(files: number): Promise<void> {
  const world = await planWorld(manifestOf(files));
  const plan = await measured(() => world.plan());
  await landed(world, plan.result.units);
  await writeRecord(keys.request, { source: 'acme', request: aJob().request }, world.storage);
  await acquireLease({ ...aJob(), executionArn: 'arn' }, world);
  const published = await measured(() => publish({ exportId: EXPORT_ID }, world));
  if (published.result.files !== files) throw new Error(`${published.result.files} files came`);
  const steps = [plan, published].map(({ cpuSeconds, wallSeconds }) => ({
    cpuSeconds,
    wallSeconds,
  }));
  const bytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ plan: steps[0], publish: steps[1], bytes })}\n`);
}

async function measured<Result>(work: () => Promise<Result>) {
  const [began, before] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  const wallSeconds = (performance.now() - began) / 1000;
  return { result, cpuSeconds: (user + system) / 1e6, wallSeconds };
}

/** Objects and receipts of all units. */
async function landed({ storage }: Awaited<ReturnType<typeof planWorld>>, units: number) {
  for (let unit = 1; unit <= units; unit += 1) {
    const { files } = await readRecord(keys.unit(unit), UnitRecord, storage);
    for (const { key } of files) await storage.put(key, 'ten bytes.');
    const receipts = files.map(({ index, type, key }: PlannedFile) =>
      aReceipt({ index, type, key }),
    );
    await writeRecord(keys.unitReceipts(unit), { unit, receipts }, storage);
  }
}

await run(Number(process.argv[2]));

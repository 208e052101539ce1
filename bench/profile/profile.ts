import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../bundles/bundle.ts';
import { type Job, USUAL } from '../data-path/client/job.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Bench, Outcome, Suite } from '../measure/suite.ts';
import type { Table } from '../measure/table.ts';
import { lengthOf } from '../servers/ask.ts';
import { type Loopback, withLoopback } from '../servers/loopback.ts';
import { CpuProfile, type SelfTime, selfTimes } from './self-times.ts';

const SHOWN = 15;

/** Where our client's time goes. With `keeps`, the profile stays for a look at it, and where is told. */
export const profile =
  (keeps = false): Suite =>
  ({ scale, machine, tell }: Bench): Promise<Outcome> =>
    withLoopback(machine, async (loopback) => {
      const folder = await mkdtemp(join(tmpdir(), 'sluice-profile-'));
      try {
        const files = Array.from({ length: scale.verifications.files * 2 }, (_, i) => ({
          type: 'Observation',
          url: `${loopback.source}/Observation/${scale.fileBytes}/${i + 1}.ndjson`,
        }));
        const bytes = await profiled(files, folder, { loopback, machine });
        const [name = ''] = await readdir(folder);
        const text = await readFile(join(folder, name), 'utf8');
        if (keeps) tell(`profile: ${join(folder, name)}`);
        return { tables: [profileTable(selfTimes(CpuProfile.parse(JSON.parse(text))), bytes)] };
      } finally {
        if (!keeps) await rm(folder, { recursive: true, force: true });
      }
    });

/** Writes a profile of our client to the folder, and gives the bytes it moved. */
async function profiled(
  files: Job['files'],
  folder: string,
  { loopback, machine }: { loopback: Loopback } & Pick<Bench, 'machine'>,
): Promise<number> {
  const { sink, env } = loopback;
  const client = join(loopback.folder, 'ours.mjs');
  await bundle(join(import.meta.dirname, '../data-path/client/ours.ts'), client, true);
  const lengths = await Promise.all(files.map(({ url }) => lengthOf(url)));
  const job: Job = { sink, bucket: 'lake', files, ...USUAL };
  const node = [process.execPath, '--cpu-prof', `--cpu-prof-dir=${folder}`];
  await runMeasured([...machine.client, ...node, client, JSON.stringify(job)], env);
  return lengths.reduce((sum, length) => sum + length, 0);
}

function profileTable(times: readonly SelfTime[], bytes: number): Table {
  const all = times.reduce((sum, { seconds }) => sum + seconds, 0);
  const row = ({ name, where, seconds }: SelfTime) => [
    name,
    where,
    (seconds / (bytes / 1e9)).toFixed(3),
    ((seconds / all) * 100).toFixed(1),
  ];
  const rest = times.slice(SHOWN).reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    title: 'Where the time of our client goes',
    columns: ['function', 'of', 's/GB', '%'],
    rows: [
      ...times.slice(0, SHOWN).map(row),
      row({ name: `${Math.max(0, times.length - SHOWN)} others`, where: '', seconds: rest }),
    ],
    notes: [
      `${(bytes / 1e9).toFixed(2)} GB, structural verification, start-up included; time of a function without those it calls.`,
      "Calls into Node's C++ count where they begin: TLS and the kernel are in functions such as writev and onread.",
    ],
  };
}

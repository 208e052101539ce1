import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { DEFAULTS, type Job } from '../clients/job.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Bench, Suite, SuiteResult } from '../measure/suite.ts';
import type { Table } from '../measure/tables.ts';
import { type Loopback, withLoopback } from '../servers/loopback.ts';
import { lengthOf } from '../servers/server-stats.ts';
import { bundleClient } from './rounds.ts';

const SHOWN_FUNCTIONS = 15;

/** Where the time of Sluice's client goes. With `keeps`, the profile is kept and its path printed. */
export const profile =
  (keeps = false): Suite =>
  ({ scale, machine, log }: Bench): Promise<SuiteResult> =>
    withLoopback(machine, async (loopback) => {
      const folder = await mkdtemp(join(tmpdir(), 'sluice-profile-'));
      try {
        const files = Array.from({ length: scale.verifications.files * 2 }, (_, i) => ({
          type: 'Observation',
          url: `${loopback.source}/Observation/${scale.fileBytes}/${i + 1}.ndjson`,
        }));
        const bytes = await profileClient(files, folder, { loopback, machine });
        const [name = ''] = await readdir(folder);
        const text = await readFile(join(folder, name), 'utf8');
        if (keeps) log(`profile: ${join(folder, name)}`);
        return { tables: [profileTable(selfTimes(CpuProfile.parse(JSON.parse(text))), bytes)] };
      } finally {
        if (!keeps) await rm(folder, { recursive: true, force: true });
      }
    });

/** Writes a profile of Sluice's client to the folder, and gives the number of bytes it moved. */
async function profileClient(
  files: Job['files'],
  folder: string,
  { loopback, machine }: { loopback: Loopback } & Pick<Bench, 'machine'>,
): Promise<number> {
  const { sink, env } = loopback;
  const client = await bundleClient('sluice', loopback.folder, true);
  const lengths = await Promise.all(files.map(({ url }) => lengthOf(url)));
  const job: Job = { sink, bucket: 'lake', files, ...DEFAULTS };
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
  const rest = times.slice(SHOWN_FUNCTIONS).reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    title: "Where the time of Sluice's client goes",
    columns: ['function', 'of', 's/GB', '%'],
    rows: [
      ...times.slice(0, SHOWN_FUNCTIONS).map(row),
      row({
        name: `${Math.max(0, times.length - SHOWN_FUNCTIONS)} others`,
        where: '',
        seconds: rest,
      }),
    ],
    notes: [
      `${(bytes / 1e9).toFixed(2)} GB, structural verification, start-up included; the time of a function is without those it calls.`,
      "The time of Node's C++ is that of its callers: TLS and the kernel are in functions such as writev and onread.",
    ],
  };
}

/** A CPU profile of V8: samples, and the function of each. */
const CpuProfile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

/** The time of a function without those it called. */
type SelfTime = { name: string; where: string; seconds: number };

/** The functions of a profile, the slowest first, without idle time. */
export function selfTimes({ nodes, samples, timeDeltas }: z.infer<typeof CpuProfile>): SelfTime[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, SelfTime>();
  for (const [i, id] of samples.entries()) {
    const { functionName, url } = frames.get(id) ?? { functionName: '', url: '' };
    if (functionName === '(idle)') continue;
    const [name, where] = [functionName || '(anonymous)', whereOf(functionName, url)];
    const time = times.get(`${name} ${where}`) ?? { name, where, seconds: 0 };
    time.seconds += (timeDeltas[i] ?? 0) / 1e6;
    times.set(`${name} ${where}`, time);
  }
  return [...times.values()].sort((a, b) => b.seconds - a.seconds);
}

/** Sluice is one bundle; V8 and C++ have no file. */
function whereOf(functionName: string, url: string): string {
  if (url.startsWith('node:')) return url;
  if (url !== '') return 'Sluice';
  return functionName.startsWith('(') ? 'V8' : 'native';
}

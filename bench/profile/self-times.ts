import * as z from 'zod';

/** What V8 writes, as far as it is read: samples, and the function each was in. */
export const CpuProfile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

/** What a function took by itself, without those it called. */
export type SelfTime = { name: string; where: string; seconds: number };

/** The functions of a profile, the one that took most first; what was no work is left out. */
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

/** Ours are all in one bundle; V8 and C++ have no file. */
function whereOf(functionName: string, url: string): string {
  if (url.startsWith('node:')) return url;
  if (url !== '') return 'Sluice';
  return functionName.startsWith('(') ? 'V8' : 'native';
}

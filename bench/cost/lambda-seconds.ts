import { stepList } from '../../infra/functions/steps.ts';
import type { Findings } from '../measure/suite.ts';
import { ASSUMED } from './assumed.ts';
import { type Counted, matching } from './counted.ts';

/** The memory at which Lambda gives one whole processor. */
const ONE_PROCESSOR_MEGABYTES = 1769;

/** Gigabyte-seconds of every step, by its name. */
export function lambdaGigabyteSeconds(counted: Counted, findings: Findings): Map<string, number> {
  const seconds = secondsOf(counted, findings);
  const memory = new Map(
    Object.values(stepList).map(({ name, memoryMegabytes }) => [name, memoryMegabytes]),
  );
  return new Map(
    Object.entries(counted.steps).map(([name, { calls, awsCalls }]) => {
      const own = seconds[name] ?? calls * ASSUMED.secondsPerStep;
      const waits = matching(awsCalls, /./) * ASSUMED.secondsPerCall;
      const duration = name === 'download' ? own : own + waits;
      return [name, (duration * (memory.get(name) ?? 0)) / 1024];
    }),
  );
}

/** Of the steps whose work grows with the files. */
function secondsOf({ files, steps }: Counted, findings: Findings): Record<string, number> {
  const {
    planCpuSecondsPerFile = ASSUMED.planCpuSecondsPerFile,
    publishCpuSecondsPerFile = ASSUMED.publishCpuSecondsPerFile,
  } = findings;
  const bytes = files * ASSUMED.fileBytes(files);
  const { memoryMegabytes } = stepList.download;
  const perByte = downloadSecondsPerGigabyte(memoryMegabytes, findings) / 1e9;
  const calls = steps.download?.calls ?? 0;
  return {
    plan: ASSUMED.secondsPerStep + files * planCpuSecondsPerFile,
    publish: ASSUMED.secondsPerStep + files * publishCpuSecondsPerFile,
    download: calls * ASSUMED.secondsPerStep + files * ASSUMED.secondsPerFile + bytes * perByte,
  };
}

/** A gigabyte takes as long as the slower of the processor and the network. */
export function downloadSecondsPerGigabyte(memoryMegabytes: number, findings: Findings): number {
  const { cpuSecondsPerGigabyte = ASSUMED.cpuSecondsPerGigabyte } = findings;
  const share = Math.min(1, memoryMegabytes / ONE_PROCESSOR_MEGABYTES);
  return Math.max(cpuSecondsPerGigabyte / share, 1e9 / ASSUMED.networkBytesPerSecond);
}

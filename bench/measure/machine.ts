import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';

/** Where it is measured: a command begins with `client` or `servers` to run on a core of its own. */
export type Machine = {
  /** Facts that the figures hang on. */
  description: readonly string[];
  client: readonly string[];
  servers: readonly string[];
};

/** More than that is no idle machine. */
const IDLE_LOAD = 0.5;

/** This machine. Without `taskset`, or a second core, nothing is pinned, and the description says so. */
export function thisMachine(): Machine {
  const cores = cpus().length;
  const canPin = cores > 1 && isInstalled('taskset');
  const [load = 0] = loadavg();
  const pinned = canPin ? 'the client pinned to one core, servers to another' : 'nothing pinned';
  return {
    description: [
      `${cores} cores of ${cpus()[0]?.model.trim()}, ${pinned}`,
      `Node ${process.versions.node}, ${process.platform} ${process.arch}`,
      `load average ${load.toFixed(1)} when the run began${load > IDLE_LOAD ? ': other work was running' : ''}`,
    ],
    client: canPin ? ['taskset', '-c', '0'] : [],
    servers: canPin ? ['taskset', '-c', '1'] : [],
  };
}

/** Whether there is such a command. */
export const isInstalled = (command: string): boolean =>
  spawnSync('sh', ['-c', 'command -v "$1"', 'sh', command]).status === 0;

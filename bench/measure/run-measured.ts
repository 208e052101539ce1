import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { text } from 'node:stream/consumers';

/** The time of a command and of all processes that it started and waited for. */
export type Run = { cpuSeconds: number; wallSeconds: number; stdout: string };

/** A shell's `times` prints its own time, then that of its children (POSIX 2.15); in bash to the millisecond. */
const SCRIPT = '"$@"; status=$?; times >&2; exit $status';
const TIMES =
  /(?:^|\n)(?<minutes>\d+)m(?<seconds>[\d.]+)s (?<systemMinutes>\d+)m(?<systemSeconds>[\d.]+)s\n?$/;

const MAX_SECONDS = 15 * 60;

/** Runs a command and measures it. Throws with its stderr where it fails or does not end in time. */
export async function runMeasured(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
  maxSeconds = MAX_SECONDS,
): Promise<Run> {
  const began = performance.now();
  const child = spawn('bash', ['-c', SCRIPT, 'bash', ...command], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that all its processes can be killed.
    detached: true,
  });
  const limit = limitTime(child, maxSeconds);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]).finally(limit.clear);
  if (status !== 0)
    throw new Error(`${quoted(command)} ${limit.why() ?? `ended with ${status}`}: ${stderr}`);
  const wallSeconds = (performance.now() - began) / 1000;
  return { cpuSeconds: childrenSeconds(stderr), wallSeconds, stdout };
}

const quoted = (command: readonly string[]) => `"${command.join(' ').slice(0, 300)}"`;

/** Kills the command's process group when its time is up, and when this process ends. */
function limitTime(child: ChildProcess, maxSeconds: number) {
  let timedOut = false;
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The process has ended.
    }
  };
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, maxSeconds * 1000);
  process.once('exit', kill);
  return {
    clear() {
      clearTimeout(timer);
      process.off('exit', kill);
    },
    why: () => (timedOut ? `did not end within ${maxSeconds} s` : undefined),
  };
}

/** User and system time of the children, from the last line of `times`. */
export function childrenSeconds(stderr: string): number {
  const groups = TIMES.exec(stderr)?.groups;
  if (!groups) throw new Error('the shell did not print the time of its children');
  const { minutes, seconds, systemMinutes, systemSeconds } = groups;
  return (Number(minutes) + Number(systemMinutes)) * 60 + Number(seconds) + Number(systemSeconds);
}

/** The machine of the run. The prefixes `client` and `servers` pin a command to a core of its own. */
export type Machine = {
  /** The facts that the figures depend on. */
  description: readonly string[];
  client: readonly string[];
  servers: readonly string[];
};

/** A higher load average means that the machine is not idle. */
const IDLE_LOAD = 0.5;

/** This machine. Without `taskset` or a second core nothing is pinned, and the description says so. */
export function thisMachine(): Machine {
  const cores = cpus().length;
  const canPin = cores > 1 && isInstalled('taskset');
  const [load = 0] = loadavg();
  const pinned = canPin ? 'the client pinned to one core, servers to another' : 'nothing pinned';
  return {
    description: [
      `${cores} cores of ${cpus()[0]?.model.trim()}, ${pinned}`,
      `Node ${process.versions.node}, ${process.platform} ${process.arch}`,
      `load average ${load.toFixed(1)} at the start${load > IDLE_LOAD ? ': other work was running' : ''}`,
    ],
    client: canPin ? ['taskset', '-c', '0'] : [],
    servers: canPin ? ['taskset', '-c', '1'] : [],
  };
}

/** Whether a command exists. */
export const isInstalled = (command: string): boolean =>
  spawnSync('sh', ['-c', 'command -v "$1"', 'sh', command]).status === 0;

/** The median. Throws without values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (lower === undefined || upper === undefined) throw new Error('the median needs a value');
  return (lower + upper) / 2;
}

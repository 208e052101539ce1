import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** What a command took, with all processes that it started and waited for. */
export type Run = { cpuSeconds: number; wallSeconds: number; stdout: string };

/** A shell's `times` tells of the shell, then of all its children (POSIX 2.15), to the millisecond in bash. */
const SCRIPT = '"$@"; status=$?; times >&2; exit $status';
const TIMES =
  /(?:^|\n)(?<minutes>\d+)m(?<seconds>[\d.]+)s (?<systemMinutes>\d+)m(?<systemSeconds>[\d.]+)s\n?$/;

/** Nothing that is measured here takes as long. */
const MAX_SECONDS = 15 * 60;

/** Runs a command to its end and measures it. Throws with what it said where it fails, or does not end. */
export async function runMeasured(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
  maxSeconds = MAX_SECONDS,
): Promise<Run> {
  const began = performance.now();
  const child = spawn('bash', ['-c', SCRIPT, 'bash', ...command], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that nothing of it is left behind.
    detached: true,
  });
  const bounded = bound(child, maxSeconds);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended,
  ]).finally(bounded.clear);
  if (status !== 0)
    throw new Error(`${named(command)} ${bounded.why() ?? `ended with ${status}`}: ${stderr}`);
  const wallSeconds = (performance.now() - began) / 1000;
  return { cpuSeconds: childrenSeconds(stderr), wallSeconds, stdout };
}

/** A job, or a script, can be long. */
const named = (command: readonly string[]) => `"${command.join(' ').slice(0, 300)}"`;

/** Ends all that the command has started when its time is up, and when this process ends. */
function bound(child: ChildProcess, maxSeconds: number) {
  let isLate = false;
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  };
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, maxSeconds * 1000);
  process.once('exit', kill);
  return {
    clear() {
      clearTimeout(timer);
      process.off('exit', kill);
    },
    why: () => (isLate ? `did not end within ${maxSeconds} s` : undefined),
  };
}

/** User and system time of the children, out of the last line that `times` writes. */
export function childrenSeconds(stderr: string): number {
  const groups = TIMES.exec(stderr)?.groups;
  if (!groups) throw new Error('the shell did not tell what its children took');
  const { minutes, seconds, systemMinutes, systemSeconds } = groups;
  return (Number(minutes) + Number(systemMinutes)) * 60 + Number(seconds) + Number(systemSeconds);
}

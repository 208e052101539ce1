import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** What a command took, with all processes that it started and waited for. */
export type Run = { cpuSeconds: number; wallSeconds: number; stdout: string };

/** A shell's `times` tells of the shell, then of all its children (POSIX 2.15), to the millisecond in bash. */
const SCRIPT = '"$@"; status=$?; times >&2; exit $status';
const TIMES =
  /(?:^|\n)(?<minutes>\d+)m(?<seconds>[\d.]+)s (?<systemMinutes>\d+)m(?<systemSeconds>[\d.]+)s\n?$/;

/** Runs a command to its end and measures it. Throws with what it said where it fails. */
export async function runMeasured(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const began = performance.now();
  const child = spawn('bash', ['-c', SCRIPT, 'bash', ...command], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const status = await ended;
  if (status !== 0) throw new Error(`"${command.join(' ')}" ended with ${status}: ${stderr}`);
  const wallSeconds = (performance.now() - began) / 1000;
  return { cpuSeconds: childrenSeconds(stderr), wallSeconds, stdout };
}

/** User and system time of the children, out of the last line that `times` writes. */
export function childrenSeconds(stderr: string): number {
  const groups = TIMES.exec(stderr)?.groups;
  if (!groups) throw new Error('the shell did not tell what its children took');
  const { minutes, seconds, systemMinutes, systemSeconds } = groups;
  return (Number(minutes) + Number(systemMinutes)) * 60 + Number(seconds) + Number(systemSeconds);
}

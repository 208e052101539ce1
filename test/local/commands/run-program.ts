import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** A command in its own process: `npm run <name>` without npm. */
type Program = {
  name: 'export' | 'probe' | 'group' | 'jwks';
  args: string[];
  environment?: Record<string, string>;
  /** The text on stderr at which Ctrl-C is sent once. */
  interruptAt?: string;
};

/** Runs a command to its end; `environment` is its whole environment. */
export async function runProgram({ name, args, environment = {}, interruptAt }: Program) {
  const file = fileURLToPath(new URL(`../../../local/commands/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.on('data', function interrupt(piece) {
    if (interruptAt === undefined || !String(piece).includes(interruptAt)) return;
    child.stderr.off('data', interrupt);
    child.kill('SIGINT');
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitStatus: await ended, stdout, stderr };
}

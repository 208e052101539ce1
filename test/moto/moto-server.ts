import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const START_SECONDS = 60;

/** A running moto; `stop` ends that process and no other. */
export type MotoServer = { url: string; stop(): Promise<void> };

/** Starts `moto_server` from the PATH on a free loopback port; undefined where there is none that starts. */
export async function startMoto(): Promise<MotoServer | undefined> {
  const port = await freePort();
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const ended = once(child, 'exit').catch(() => 'not installed');
  const url = `http://127.0.0.1:${port}`;
  const answers = await untilItAnswers(url, child);
  const stop = async () => {
    child.kill();
    await ended;
  };
  if (answers) return { url, stop };
  await stop();
  return undefined;
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<boolean> {
  let gone = false;
  child.once('exit', () => {
    gone = true;
  });
  child.once('error', () => {
    gone = true;
  });
  for (let tries = 0; tries < START_SECONDS * 5 && !gone; tries += 1) {
    const answer = await fetch(`${url}/moto-api/`).catch(() => undefined);
    if (answer) return true;
    await sleep(200);
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address === 'object' && address !== null) return address.port;
  throw new Error('no loopback port');
}

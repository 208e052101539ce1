import { request } from 'undici';
import * as z from 'zod';
import { pipeBody } from '../../lambdas/http/body.ts';
import { httpFor } from '../../lambdas/http/http-for.ts';
import { printPeakMemory, readJob } from './job.ts';

/** Receives files and discards them, by the client that its second argument names. */
async function run(): Promise<void> {
  const receive = RECEIVERS[Receiver.parse(process.argv[3])];
  for (const { url } of readJob().files) await receive(url);
  printPeakMemory();
}

const MEMORY = Buffer.allocUnsafeSlow(8 * 1024 ** 2);
/** Overwrites the same memory. */
const sink = { room: () => MEMORY, filled() {}, whenRoom: () => Promise.resolve() };

/** By Sluice's client, into a sink that is filled like the part of an upload. */
function sluice(transport: 'direct' | 'standard') {
  const http = httpFor(transport);
  const options = { method: 'GET', headers: {}, private: true, timeoutSeconds: 60 } as const;
  return async (url: string) => pipeBody((await http({ ...options, url })).body, sink);
}

async function undici(url: string): Promise<void> {
  const { body } = await request(url);
  for await (const _ of body);
}

const Receiver = z.enum(['direct', 'standard', 'undici']);
const RECEIVERS = { direct: sluice('direct'), standard: sluice('standard'), undici };

await run();
process.exit();

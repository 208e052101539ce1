import { request } from 'undici';
import * as z from 'zod';
import { pipeBody } from '../../../lambdas/http/body.ts';
import { httpFor } from '../../../lambdas/http/http-for.ts';
import { ownJob, tellMemory } from './job.ts';

/** Receives files and keeps nothing of them, by the client that its second argument names. */
async function run(): Promise<void> {
  const receive = RECEIVERS[Receiver.parse(process.argv[3])];
  for (const { url } of ownJob().files) await receive(url);
  tellMemory();
}

const MEMORY = Buffer.allocUnsafeSlow(8 * 1024 ** 2);
/** All of it goes to the same memory. */
const sink = { room: () => MEMORY, filled() {}, whenRoom: () => Promise.resolve() };

/** By our own code, what comes goes into a sink as the parts of an upload are filled. */
function pouring(transport: 'direct' | 'standard') {
  const http = httpFor(transport);
  const asked = { method: 'GET', headers: {}, private: true, timeoutSeconds: 60 } as const;
  return async (url: string) => pipeBody((await http({ ...asked, url })).body, sink);
}

async function reading(url: string): Promise<void> {
  const { body } = await request(url);
  for await (const _ of body);
}

const Receiver = z.enum(['direct', 'standard', 'undici']);
const RECEIVERS = { direct: pouring('direct'), standard: pouring('standard'), undici: reading };

await run();
process.exit();

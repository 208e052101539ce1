import type { IncomingMessage } from 'node:http';
import { Agent, type RequestOptions, request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import * as z from 'zod';

/** The arguments of `small-files.ts`, without the transport. */
const Task = z.tuple([z.url(), z.url(), z.coerce.number()]).rest(z.string());

/**
 * A simple client: a new connection to the FHIR server with a full handshake for each file; the connection
 * to S3 is kept. It verifies nothing, signs nothing, and writes no receipts.
 */
async function run(): Promise<void> {
  const [folder, sink, files] = Task.parse(process.argv.slice(2));
  const keepAlive = new Agent({ keepAlive: true });
  for (let file = 1; file <= files; file += 1) {
    const { body } = await exchange(`${folder}/${file}.ndjson`, { agent: fresh() });
    const { status } = await exchange(
      `${sink}/lake/fhir/Patient/part-${file}.ndjson`,
      { agent: keepAlive, method: 'PUT', headers: { 'content-length': body.length } },
      body,
    );
    if (status !== 200) throw new Error(`the sink responded with ${status}`);
  }
}

/** Keeps neither connections nor TLS sessions, which would shorten the next handshake. */
const fresh = () => new Agent({ keepAlive: false, maxCachedSessions: 0 });

async function exchange(url: string, options: RequestOptions, body?: Buffer) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end(body);
  });
  return { status: response.statusCode, body: await buffer(response) };
}

await run();
process.exit();

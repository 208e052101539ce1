import { z } from 'zod';
import type { BulkServer } from '../../../../local/servers/http/server.ts';
import { FileList, send } from '../send.ts';

export const Status = z.strictObject({
  id: z.uuid(),
  transactionTime: z.iso.datetime(),
  request: z.url(),
  requiresAccessToken: z.literal(true),
  status: z.enum(['In Progress', 'Successful', 'Failed']),
  resourceCount: z.int(),
  batches: z.strictObject({
    running: z.int(),
    complete: z.int(),
    failed: z.int(),
    total: z.int(),
  }),
  lastUpdated: z.iso.datetime(),
  output: z.array(z.unknown()).optional(),
});

/** Kicks off and gives the job's status URL. */
export async function started(server: BulkServer, path = '/bulk-data/r4/$export'): Promise<string> {
  const { status, headers } = await send(server, path);
  if (status !== 202) throw new Error(`answered ${status}`);
  return z.url().parse(headers['content-location']);
}

/** Polls until the job is done and gives its list of files. */
export async function finished(server: BulkServer, path?: string) {
  const statusUrl = await started(server, path);
  for (let polls = 0; polls < 10; polls += 1) {
    const { text } = await send(server, statusUrl);
    const { status } = Status.parse(JSON.parse(text));
    if (status !== 'In Progress') return FileList.parse(JSON.parse(text));
  }
  throw new Error('never done');
}

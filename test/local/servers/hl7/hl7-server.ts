import { z } from 'zod';
import { hl7 } from '../../../../local/servers/hl7/hl7.ts';
import type { Hl7Options } from '../../../../local/servers/hl7/options.ts';
import type { BulkServer } from '../../../../local/servers/http/server.ts';
import { aCustomer } from '../customer.ts';
import { type RequestOptions, send } from '../send.ts';

/** The headers that the IG requires of a kick-off. */
export const kickOffHeaders = { accept: 'application/fhir+json', prefer: 'respond-async' };

/** A server of version 3 for a customer with twenty patients, with those options. */
export function anHl7Server(options: Partial<Hl7Options> = {}) {
  const customer = aCustomer();
  const server = hl7({ ...customer, version: 'v3', ...options });
  return { ...customer, server };
}

const Entry = z.strictObject({
  type: z.string().optional(),
  url: z.string(),
  continuesInFile: z.string().optional(),
  count: z.int().optional(),
  fileSize: z.int().optional(),
  countSeverity: z.array(z.strictObject({ code: z.string(), count: z.int() })).optional(),
});
export type Entry = z.infer<typeof Entry>;

/** A manifest of any version. */
export const Manifest = z.strictObject({
  transactionTime: z.iso.datetime(),
  request: z.url().optional(),
  requiresAccessToken: z.boolean(),
  outputOrganizedBy: z.string().optional(),
  output: z.array(Entry),
  deleted: z.array(Entry).optional(),
  error: z.array(Entry).optional(),
  outcome: z.array(Entry).optional(),
  extension: z.unknown().optional(),
  link: z.tuple([z.strictObject({ relation: z.literal('next'), url: z.string() })]).optional(),
});
export type Manifest = z.infer<typeof Manifest>;

/** The manifest in a response. */
export const manifestIn = ({ text }: { text: string }): Manifest =>
  Manifest.parse(JSON.parse(text));

/** Sends a kick-off; default: GET with the required headers. */
export const kickedOff = (server: BulkServer, path = '/fhir/$export', asked: RequestOptions = {}) =>
  send(server, path, { ...asked, headers: { ...kickOffHeaders, ...asked.headers } });

/** Kicks off and gives the job's status URL. */
export async function started(
  server: BulkServer,
  path?: string,
  asked?: RequestOptions,
): Promise<string> {
  const { status, headers, text } = await kickedOff(server, path, asked);
  if (status !== 202) throw new Error(`answered ${status}: ${text}`);
  return z.string().parse(headers['content-location']);
}

/** Polls until the job is done and gives the manifest's first page. */
export async function finished(server: BulkServer, path?: string, asked?: RequestOptions) {
  const statusUrl = await started(server, path, asked);
  return manifestIn(await polled(server, statusUrl, asked?.headers));
}

/** Polls a status URL until the job is done. */
export async function polled(
  server: BulkServer,
  statusUrl: string,
  headers: Record<string, string> = {},
) {
  for (let polls = 0; polls < 10; polls += 1) {
    const answer = await send(server, statusUrl, { headers });
    if (answer.status === 200 && answer.text !== '') return answer;
    if (answer.status !== 202) throw new Error(`answered ${answer.status}: ${answer.text}`);
  }
  throw new Error('never done');
}

/** A kick-off by POST, with these entries of Parameters. */
export const posting = (...parameter: readonly object[]): RequestOptions => ({
  method: 'POST',
  headers: { 'content-type': 'application/fhir+json' },
  body: JSON.stringify({ resourceType: 'Parameters', parameter }),
});

/** The text of every file of a list, by type, in the order of the list. */
export async function texts(
  server: BulkServer,
  entries: readonly Entry[] = [],
  headers: Record<string, string> = {},
): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const { type = '', url } of entries) {
    const { status, text } = await send(server, url, { headers });
    if (status !== 200) throw new Error(`${status} for a file`);
    result[type] = (result[type] ?? '') + text;
  }
  return result;
}

/** The resources in a text of NDJSON. */
export const resourcesIn = (text = ''): z.infer<typeof Resource>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Resource.parse(JSON.parse(line)));

const Resource = z.looseObject({ resourceType: z.string(), id: z.string().optional() });

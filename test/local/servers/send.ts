import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { BulkServer } from '../../../local/servers/http/server.ts';
import { clientHeaders } from './customer.ts';

const ORIGIN = 'https://analytics.example';

/** Default: GET with the client's headers. */
export type RequestOptions = { method?: string; headers?: Record<string, string>; body?: string };

/** Sends a request to a path of `https://analytics.example`, or to an absolute URL. */
export async function send(server: BulkServer, link: string, options: RequestOptions = {}) {
  const { method = 'GET', headers = clientHeaders, body = '' } = options;
  const url = new URL(link, ORIGIN);
  const response = await server.handle({ method, url, headers, body });
  const answer =
    response.body instanceof Readable ? await text(response.body) : response.body.toString();
  return { status: response.status, headers: response.headers, text: answer };
}

const Outcome = z.object({
  resourceType: z.literal('OperationOutcome'),
  issue: z.tuple([z.object({ code: z.string() })]),
});

/** The code of the OperationOutcome in an error response. */
export const codeOf = ({ text: json }: { text: string }): string =>
  Outcome.parse(JSON.parse(json)).issue[0].code;

/** Any list of files; links are under `file` or `url`. */
export const FileList = z.looseObject({
  transactionTime: z.iso.datetime(),
  request: z.string(),
  requiresAccessToken: z.literal(true),
  output: z.array(
    z
      .strictObject({ type: z.string(), file: z.url() })
      .or(
        z
          .strictObject({ type: z.string(), url: z.url() })
          .transform(({ type, url }) => ({ type, file: url })),
      ),
  ),
});

/** The text of every file of a list, by type, in the order of the list. */
export async function downloaded(
  server: BulkServer,
  output: z.infer<typeof FileList>['output'],
  options: RequestOptions = {},
): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const { type, file } of output) {
    const answer = await send(server, file, options);
    if (answer.status !== 200) throw new Error(`${answer.status} for ${file}`);
    texts[type] = (texts[type] ?? '') + answer.text;
  }
  return texts;
}

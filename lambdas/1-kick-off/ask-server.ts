import type { Dialect, KickOffCall } from '../shared/dialects/dialect.ts';
import {
  GroupNotFound,
  KickOffAmbiguous,
  KickOffRefused,
  NotABulkServer,
  ServerUnavailable,
} from '../shared/errors.ts';
import { ConnectionFailed, type HttpResponse } from '../shared/http/http.ts';
import { readText } from '../shared/http/read-text.ts';
import type { JobRecord } from '../shared/records/export-records.ts';
import type { Answer } from '../shared/server/answer.ts';
import type { FhirServer } from '../shared/server/fhir-server.ts';
import { resolveLink } from '../shared/server/links.ts';
import { outcomeCodes } from '../shared/server/outcome-codes.ts';
import { refuseCommonStatus } from '../shared/server/refuse-status.ts';
import type { Source } from '../shared/settings/source.ts';

/** A kick-off's outcome; `manifest` where the server answered with the list of files. */
export type Asked = { job: JobRecord['job']; manifest?: string };

const MAX_BYTES = 256 * 1024 ** 2;

/**
 * Sends the kick-off and reads its answer. Throws KickOffAmbiguous where the request may have
 * arrived and the answer did not (K5), KickOffRefused, GroupNotFound, NotABulkServer, and what is
 * common to all requests.
 */
export async function askServer(
  call: KickOffCall,
  { source, dialect, server }: { source: Source; dialect: Dialect; server: FhirServer },
): Promise<Asked> {
  const answer = await send(call, server);
  refuse(answer, call.url);
  const read = dialect.readKickOff(answer);
  if (read.kind === 'manifest')
    return { job: { kind: 'complete', manifestUrl: call.url }, manifest: answer.text };
  const statusUrl = resolveLink(read.statusLink, call.url, source);
  return { job: { kind: 'running', statusUrl } };
}

async function send({ url, headers }: KickOffCall, server: FhirServer): Promise<Answer> {
  let response: HttpResponse | undefined;
  try {
    response = await server('kick-off', { method: 'GET', url, headers });
    const text = await readText(response, MAX_BYTES);
    return { status: response.status, headers: response.headers, text, url };
  } catch (cause) {
    if (!(cause instanceof ConnectionFailed)) throw cause;
    if (!cause.sent) throw new ServerUnavailable(cause.message, { cause });
    if (response && saysEnough(response))
      return { status: response.status, headers: response.headers, text: '', url };
    throw new KickOffAmbiguous(
      'the answer to the kick-off was lost; the server may be running a job that has no name here',
      { cause },
    );
  }
}

/** A refusal, or the name of the job: what is cut off after that does not matter. */
const saysEnough = ({ status, headers }: HttpResponse) =>
  status >= 400 || headers['content-location'] !== undefined;

function refuse(answer: Answer, url: string) {
  refuseCommonStatus(answer, 'kick-off');
  const codes = outcomeCodes(answer.text);
  if (answer.status === 404 && url.includes('/Group/'))
    throw new GroupNotFound(`the server has no such group${codes}`);
  if (answer.status === 404)
    throw new NotABulkServer('404 at $export; check the baseUrl of the source');
  if (answer.status >= 400)
    throw new KickOffRefused(`the server refused the kick-off with ${answer.status}${codes}`);
}

import type { Dialect, KickOffCall } from '../dialects/dialect.ts';
import type { Answer } from '../fhir-server/answer.ts';
import type { FhirServer } from '../fhir-server/fhir-server.ts';
import { resolveLink } from '../fhir-server/links.ts';
import { outcomeCodes, throwForStatus } from '../fhir-server/status-errors.ts';
import { readText } from '../http/body.ts';
import { ConnectionFailed, type HttpResponse } from '../http/http.ts';
import { isAnswerLost, isTransientStatus } from '../http/status-codes.ts';
import type { JobRecord } from '../lake/export-records.ts';
import type { Storage } from '../lake/storage.ts';
import { saveRefusal } from '../manifest/quarantine-answer.ts';
import {
  afterError,
  GroupNotFound,
  KickOffAmbiguous,
  KickOffRefused,
  NotABulkServer,
  ServerUnavailable,
} from '../runtime/errors.ts';
import type { Source } from '../settings/source.ts';

/** The job that a kick-off started; `manifest`: the server answered with the list of files. */
type KickedOffJob = { job: JobRecord['job']; manifest?: Answer };

type SendDeps = {
  exportId: string;
  source: Source;
  dialect: Dialect;
  server: FhirServer;
  storage: Storage;
};

const MAX_BYTES = 256 * 1024 ** 2;

/**
 * Sends the kick-off request of an export and reads the answer. The body of a refusal is stored under
 * `exports/`. Throws KickOffAmbiguous if the request may have arrived and the answer did not (K5),
 * KickOffRefused, GroupNotFound, NotABulkServer, and as `throwForStatus`: ServerBusy if an earlier job may
 * still be running (rule 23).
 */
export async function sendKickOff(
  call: KickOffCall,
  { exportId, source, dialect, server, storage }: SendDeps,
): Promise<KickedOffJob> {
  const answer = await send(call, server);
  // A gateway has lost the server's answer, as a connection may.
  if (isAnswerLost(answer.status)) throw ambiguous(`a gateway answered ${answer.status}`);
  try {
    refuse(answer, call.url);
  } catch (error) {
    if (isTransientStatus(answer.status)) throw error;
    return afterError(error, () => saveRefusal(exportId, answer, storage));
  }
  const read = dialect.readKickOff(answer);
  if (read.kind === 'manifest') {
    const job = { kind: 'complete' as const, manifestUrl: call.url };
    return { job, manifest: answer };
  }
  const statusUrl = resolveLink(read.statusLink, call.url, source);
  return { job: { kind: 'running', statusUrl, statusHeader: read.statusHeader } };
}

async function send(call: KickOffCall, server: FhirServer): Promise<Answer> {
  const { url } = call;
  let response: HttpResponse | undefined;
  try {
    response = await server('kick-off', call);
    const text = await readText(response, MAX_BYTES);
    return { status: response.status, headers: response.headers, text, url };
  } catch (cause) {
    if (!(cause instanceof ConnectionFailed)) throw cause;
    if (!cause.sent) throw new ServerUnavailable(cause.message, { cause });
    if (response && isEnough(response))
      return { status: response.status, headers: response.headers, text: '', url };
    throw ambiguous(cause.message, cause);
  }
}

const ambiguous = (why: string, cause?: unknown) =>
  new KickOffAmbiguous(
    `the answer to the kick-off was lost (${why}); the server may be running a job whose status URL is not known`,
    { cause },
  );

/** A refusal, or the status URL: the rest of the answer does not matter. */
const isEnough = ({ status, headers }: HttpResponse) =>
  status >= 400 || headers['content-location'] !== undefined;

function refuse(answer: Answer, url: string) {
  throwForStatus(answer, 'kick-off');
  const codes = outcomeCodes(answer.text);
  if (answer.status === 404 && url.includes('/Group/'))
    throw new GroupNotFound(`the server has no such group${codes}`);
  if (answer.status === 404)
    throw new NotABulkServer('404 at $export; check the baseUrl of the source');
  if (answer.status >= 400)
    throw new KickOffRefused(`the server refused the kick-off with ${answer.status}${codes}`);
}

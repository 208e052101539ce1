import { readText } from '../http/body.ts';
import { ConnectionFailed, type HttpResponse } from '../http/http.ts';
import { ServerUnavailable } from '../runtime/errors.ts';

/** A whole answer of a FHIR server, as dialects read it. */
export type Answer = {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
  /** Where the request went; relative links are resolved against it. */
  url: string;
};

/** The largest status or manifest that is read. */
const MAX_BYTES = 256 * 1024 ** 2;

/** Reads a response to its end. Throws ServerUnavailable where none comes or it is cut short. */
export async function readAnswer(
  url: string,
  response: HttpResponse | Promise<HttpResponse>,
): Promise<Answer> {
  try {
    const { status, headers, body } = await response;
    return { status, headers, text: await readText({ status, headers, body }, MAX_BYTES), url };
  } catch (cause) {
    if (!(cause instanceof ConnectionFailed)) throw cause;
    throw new ServerUnavailable(cause.message, { cause });
  }
}

import { readText } from '../http/body.ts';
import { ConnectionFailed, type HttpResponse } from '../http/http.ts';
import { ServerUnavailable } from '../runtime/errors.ts';

/** A response of a FHIR server with its whole body, which dialects read. */
export type Answer = {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
  /** The requested URL, against which relative links are resolved. */
  url: string;
};

/** The largest status or manifest. */
const MAX_BYTES = 256 * 1024 ** 2;

/** Reads a response to its end. Throws ServerUnavailable if there is none or it is truncated. */
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

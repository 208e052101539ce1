import { isPublicAddress } from '../connect.ts';
import { ConnectionFailed, type HttpRequest, type HttpResponse } from '../http.ts';
import { progressWatchdog } from '../progress-watchdog.ts';
import { BodyReader } from './body-reader.ts';
import type { Connection } from './connection.ts';
import { DirectBody } from './direct-body.ts';
import { framingOf } from './framing.ts';
import { type Head, isPersistent, readHead } from './head.ts';

/** A request that is ready to be sent. */
export type PreparedRequest = {
  request: HttpRequest;
  url: URL;
  text: string;
  /** Milliseconds that are left of `seconds` since the request was handed in. */
  millisecondsLeft(seconds: number): number;
};

/** The connection closed before the first byte of the answer. */
export class ClosedBeforeAnswer extends ConnectionFailed {}

/**
 * Sends a request over a connection and returns the answer once its head is there. `keep` gets the
 * connection once the body was read to its end. Throws {@link ConnectionFailed}, or its subclass
 * {@link ClosedBeforeAnswer}.
 */
export function exchange(
  connection: Connection,
  outgoing: PreparedRequest,
  keep: (connection: Connection) => void,
): Promise<HttpResponse> {
  const { request, url, text } = outgoing;
  return new Promise((resolve, reject) => {
    let sent = false;
    let bytesSoFar: Buffer = Buffer.alloc(0);
    let hasArrived = false;
    const fail = (cause: Error, Failed = ConnectionFailed) => {
      clearTimeout(timer);
      reject(new Failed(`${request.method} ${url.host}: ${cause.message}`, sent, { cause }));
      connection.close();
    };
    const late = () => fail(new Error(`no answer in ${request.timeoutSeconds} s`));
    const timer = setTimeout(late, outgoing.millisecondsLeft(request.timeoutSeconds));
    const read = (bytes: Buffer) => {
      const { head, rest } = readHead(Buffer.concat([bytesSoFar, bytes]));
      bytesSoFar = rest;
      if (!head) return;
      resolve(respond(connection, { head, rest }, outgoing, keep));
      clearTimeout(timer);
    };
    connection.setReceiver({
      room: () => null,
      filled() {},
      arrived(bytes) {
        hasArrived = true;
        attempt(() => read(bytes), fail);
      },
      closed: (error = new Error('the connection ended before the answer')) =>
        fail(error, hasArrived ? ConnectionFailed : ClosedBeforeAnswer),
    });
    connection.whenConnected({
      connected(address) {
        if (request.private || isPublicAddress(address)) return;
        fail(new Error('the address is not public'));
      },
      ready() {
        if (connection.isClosed()) return;
        sent = true;
        connection.send(text);
      },
    });
  });
}

function attempt(act: () => void, fail: (cause: Error) => void) {
  try {
    act();
  } catch (error) {
    fail(error instanceof Error ? error : new Error('unknown', { cause: error }));
  }
}

/**
 * The answer with this head, and with `rest` as the first bytes of its body. The connection belongs to the
 * body until that ends. Throws where the framing is unknown.
 */
function respond(
  connection: Connection,
  { head, rest }: { head: Head; rest: Buffer },
  { request: { wholeSeconds }, millisecondsLeft }: PreparedRequest,
  keep: (connection: Connection) => void,
): HttpResponse {
  const framing = framingOf(head);
  const late = () =>
    connection.close(new Error(`the answer was not complete in ${wholeSeconds} s`));
  const timer =
    wholeSeconds === undefined ? undefined : setTimeout(late, millisecondsLeft(wholeSeconds));
  const reader = new BodyReader(connection, framing, {
    watch(progress) {
      const onlySilence = wholeSeconds !== undefined;
      return progressWatchdog(progress, { onlySilence }, (error) => connection.close(error));
    },
    ended(state) {
      clearTimeout(timer);
      if (state === 'reusable' && isPersistent(head)) keep(connection);
      else connection.close();
    },
  });
  connection.setReceiver(reader);
  reader.arrived(rest);
  return { status: head.status, headers: head.headers, body: new DirectBody(reader) };
}

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
  /** How many milliseconds are left of so many seconds since the request was handed in. */
  millisecondsLeft(seconds: number): number;
};

/** The connection ended before a byte of the answer came. */
export class ClosedBeforeAnswer extends ConnectionFailed {}

/**
 * Sends a request over a wire and gives the answer once its head is there; `keep` gets the wire back once
 * the body has been read to its end. Throws {@link ConnectionFailed}, of which NothingCame is one.
 */
export function exchange(
  wire: Connection,
  outgoing: PreparedRequest,
  keep: (wire: Connection) => void,
): Promise<HttpResponse> {
  const { request, url, text } = outgoing;
  return new Promise((resolve, reject) => {
    let sent = false;
    let bytesSoFar: Buffer = Buffer.alloc(0);
    let hasCome = false;
    const fail = (cause: Error, Failed = ConnectionFailed) => {
      clearTimeout(timer);
      reject(new Failed(`${request.method} ${url.host}: ${cause.message}`, sent, { cause }));
      wire.close();
    };
    const late = () => fail(new Error(`no answer in ${request.timeoutSeconds} s`));
    const timer = setTimeout(late, outgoing.millisecondsLeft(request.timeoutSeconds));
    const take = (bytes: Buffer) => {
      const { head, rest } = readHead(Buffer.concat([bytesSoFar, bytes]));
      bytesSoFar = rest;
      if (!head) return;
      resolve(respond(wire, { head, rest }, outgoing, keep));
      clearTimeout(timer);
    };
    wire.setReceiver({
      room: () => null,
      filled() {},
      arrived(bytes) {
        hasCome = true;
        attempt(() => take(bytes), fail);
      },
      closed: (error = new Error('the connection ended before the answer')) =>
        fail(error, hasCome ? ConnectionFailed : ClosedBeforeAnswer),
    });
    wire.whenConnected({
      connected(address) {
        if (request.private || isPublicAddress(address)) return;
        fail(new Error('the address is not public'));
      },
      ready() {
        if (wire.isClosed()) return;
        sent = true;
        wire.send(text);
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
 * The answer of which the head and what came right behind it are known; the wire is its body's until
 * that is over. Throws where the head contradicts itself.
 */
function respond(
  wire: Connection,
  { head, rest }: { head: Head; rest: Buffer },
  {
    request: { wholeSeconds },
    millisecondsLeft,
  }: Pick<PreparedRequest, 'request' | 'millisecondsLeft'>,
  keep: (wire: Connection) => void,
): HttpResponse {
  const framing = framingOf(head);
  const late = () => wire.close(new Error(`the answer was not whole in ${wholeSeconds} s`));
  const timer =
    wholeSeconds === undefined ? undefined : setTimeout(late, millisecondsLeft(wholeSeconds));
  const flow = new BodyReader(wire, framing, {
    watch(arriving) {
      const mayDrip = wholeSeconds !== undefined;
      return progressWatchdog(arriving, { mayDrip }, (error) => wire.close(error));
    },
    ended(end) {
      clearTimeout(timer);
      if (end === 'clean' && isPersistent(head)) keep(wire);
      else wire.close();
    },
  });
  wire.setReceiver(flow);
  flow.arrived(rest);
  return { status: head.status, headers: head.headers, body: new DirectBody(flow) };
}

import { isPublicAddress } from '../connect.ts';
import { ConnectionFailed, type HttpRequest, type HttpResponse } from '../http.ts';
import { stallAlarm } from '../progress-watchdog.ts';
import { Inflow } from './body-reader.ts';
import type { Wire } from './connection.ts';
import { DirectBody } from './direct-body.ts';
import { framingOf } from './framing.ts';
import { type Head, mayStay, takeHead } from './head.ts';

/** A request that is ready to be sent. */
export type Outgoing = {
  request: HttpRequest;
  url: URL;
  text: string;
  /** How many milliseconds are left of so many seconds since the request was handed in. */
  leftOf(seconds: number): number;
};

/** The connection ended before a byte of the answer came. */
export class NothingCame extends ConnectionFailed {}

/**
 * Sends a request over a wire and gives the answer once its head is there; `keep` gets the wire back once
 * the body has been read to its end. Throws {@link ConnectionFailed}, of which NothingCame is one.
 */
export function exchange(
  wire: Wire,
  outgoing: Outgoing,
  keep: (wire: Wire) => void,
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
    const timer = setTimeout(late, outgoing.leftOf(request.timeoutSeconds));
    const take = (bytes: Buffer) => {
      const { head, rest } = takeHead(Buffer.concat([bytesSoFar, bytes]));
      bytesSoFar = rest;
      if (!head) return;
      resolve(respond(wire, { head, rest }, outgoing, keep));
      clearTimeout(timer);
    };
    wire.handTo({
      room: () => null,
      filled() {},
      arrived(bytes) {
        hasCome = true;
        attempt(() => take(bytes), fail);
      },
      closed: (error = new Error('the connection ended before the answer')) =>
        fail(error, hasCome ? ConnectionFailed : NothingCame),
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
  wire: Wire,
  { head, rest }: { head: Head; rest: Buffer },
  { request: { wholeSeconds }, leftOf }: Pick<Outgoing, 'request' | 'leftOf'>,
  keep: (wire: Wire) => void,
): HttpResponse {
  const framing = framingOf(head);
  const late = () => wire.close(new Error(`the answer was not whole in ${wholeSeconds} s`));
  const timer = wholeSeconds === undefined ? undefined : setTimeout(late, leftOf(wholeSeconds));
  const flow = new Inflow(wire, framing, {
    watch(arriving) {
      const mayDrip = wholeSeconds !== undefined;
      return stallAlarm(arriving, { mayDrip }, (error) => wire.close(error));
    },
    over(end) {
      clearTimeout(timer);
      if (end === 'clean' && mayStay(head)) keep(wire);
      else wire.close();
    },
  });
  wire.handTo(flow);
  flow.arrived(rest);
  return { status: head.status, headers: head.headers, body: new DirectBody(flow) };
}

import { ConnectionFailed, type HttpRequest, type HttpResponse } from '../http.ts';
import { isPublicAddress } from '../public-address.ts';
import { whenConnected } from '../when-connected.ts';
import { respond } from './respond.ts';
import { takeHead } from './take-head.ts';
import type { Wire } from './wire.ts';

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
  const { socket } = wire;
  const { request, url, text } = outgoing;
  return new Promise((resolve, reject) => {
    let sent = false;
    let bytesSoFar: Buffer = Buffer.alloc(0);
    let hasCome = false;
    const fail = (cause: Error, Failed = ConnectionFailed) => {
      clearTimeout(timer);
      reject(new Failed(`${request.method} ${url.host}: ${cause.message}`, sent, { cause }));
      socket.destroy();
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
    whenConnected(socket, url.protocol, {
      connected() {
        if (request.private || isPublicAddress(socket.remoteAddress ?? '')) return;
        fail(new Error('the address is not public'));
      },
      ready() {
        if (socket.destroyed) return;
        sent = true;
        socket.write(text, 'latin1');
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

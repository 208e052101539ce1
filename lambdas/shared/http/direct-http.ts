import { type Clock, systemClock } from '../clock.ts';
import { exchange, NothingCame, type Outgoing } from './direct/exchange.ts';
import { keptWires } from './direct/kept-wires.ts';
import { requestText } from './direct/request-text.ts';
import type { Wire } from './direct/wire.ts';
import type { Http, HttpRequest } from './http.ts';
import { nodeHttp } from './node-http.ts';
import { refuseUnsafe } from './refuse-unsafe.ts';

/**
 * HTTP for files: a GET is read straight from its socket into the memory of whoever pours its body, at
 * about half the CPU of `node:http`. All else is {@link nodeHttp}'s, and what it promises holds here, too.
 * A GET that finds its kept socket dead before a byte has come is sent once more over a new one.
 */
export function directHttp(clock: Pick<Clock, 'now'> = systemClock): Http {
  const general = nodeHttp(clock);
  const wires = keptWires(clock);
  return async (request) => {
    const url = new URL(request.url);
    if (!isDirect(request, url)) return general(request);
    refuseUnsafe(url, request.private);
    const outgoing = outgoingOf(request, url);
    const run = (wire: Wire) => exchange(wire, outgoing, (free) => wires.give(url.origin, free));
    const kept = wires.take(url.origin);
    if (!kept) return run(wires.open(url));
    return run(kept).catch((error: unknown) => {
      if (error instanceof NothingCame) return run(wires.open(url));
      throw error;
    });
  };
}

/** A user name in a URL is a credential, which `node:http` makes a header of. */
const isDirect = ({ method, body }: HttpRequest, { protocol, username, password }: URL) =>
  method === 'GET' &&
  body === undefined &&
  (protocol === 'https:' || protocol === 'http:') &&
  username + password === '';

function outgoingOf(request: HttpRequest, url: URL): Outgoing {
  const began = performance.now();
  return {
    ...{ request, url, text: requestText(url, request.headers) },
    leftOf: (seconds) => seconds * 1000 - (performance.now() - began),
  };
}

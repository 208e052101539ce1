import type { HttpResponse } from '../http.ts';
import { stallAlarm } from '../stall-alarm.ts';
import { DirectBody } from './direct-body.ts';
import type { Outgoing } from './exchange.ts';
import { framingOf } from './framing.ts';
import { Inflow } from './inflow.ts';
import type { Head } from './parse-head.ts';
import type { Wire } from './wire.ts';

/**
 * The answer of which the head and what came right behind it are known; the wire is its body's until
 * that is over. Throws where the head contradicts itself.
 */
export function respond(
  wire: Wire,
  { head, rest }: { head: Head; rest: Buffer },
  { request: { wholeSeconds }, leftOf }: Pick<Outgoing, 'request' | 'leftOf'>,
  keep: (wire: Wire) => void,
): HttpResponse {
  const framing = framingOf(head);
  const late = () =>
    wire.socket.destroy(new Error(`the answer was not whole in ${wholeSeconds} s`));
  const timer = wholeSeconds === undefined ? undefined : setTimeout(late, leftOf(wholeSeconds));
  const flow = new Inflow(wire.socket, framing, {
    watch(arriving) {
      const mayDrip = wholeSeconds !== undefined;
      return stallAlarm(arriving, { mayDrip }, (error) => wire.socket.destroy(error));
    },
    over(end) {
      clearTimeout(timer);
      if (end === 'clean' && mayStay(head)) keep(wire);
      else wire.socket.destroy();
    },
  });
  wire.handTo(flow);
  flow.arrived(rest);
  return { status: head.status, headers: head.headers, body: new DirectBody(flow) };
}

/** Whether the connection may serve another request (RFC 9112 §9.3). */
const mayStay = ({ version, headers }: Head) =>
  version === '1.1' && !/\bclose\b/i.test(headers.connection ?? '');

import type { Clock } from '../../runtime/clock.ts';
import { MAX_IDLE_SECONDS } from '../http-limits.ts';
import { openWire, type Session, type Wire } from './wire.ts';

const MAX_IDLE_WIRES = 16;

type Idle = { origin: string; wire: Wire; freedAt: number };

/** The wires of one process, kept for the next request to the same origin. */
export type KeptWires = {
  open(url: URL): Wire;
  /** The wire that was given back last, unless all have idled for too long. */
  take(origin: string): Wire | undefined;
  /** Takes back a wire whose answer has been read to its end. */
  give(origin: string, wire: Wire): void;
};

/** Wires that idled for too long are dropped, as {@link keptSockets} does and for its reason (K5). */
export function keptWires(clock: Pick<Clock, 'now'>): KeptWires {
  const sessions = new Map<string, Session>();
  let idle: Idle[] = [];
  const drop = (wire: Wire) => {
    idle = idle.filter((each) => each.wire !== wire);
    wire.close();
  };
  return {
    open(url) {
      const session = sessions.get(url.origin) ?? {};
      sessions.set(url.origin, session);
      return openWire(url, session);
    },
    take(origin) {
      const oldest = clock.now().getTime() - MAX_IDLE_SECONDS * 1000;
      for (const { wire, freedAt } of idle) if (freedAt < oldest) drop(wire);
      const found = idle.findLast((each) => each.origin === origin && !each.wire.isClosed());
      idle = idle.filter((each) => each !== found);
      return found?.wire;
    },
    give(origin, wire) {
      // Nobody asked for anything that comes now: it would be taken for the next answer.
      const spoilt = () => drop(wire);
      wire.handTo({ room: () => null, filled: spoilt, arrived: spoilt, closed: spoilt });
      wire.idle();
      idle.push({ origin, wire, freedAt: clock.now().getTime() });
      if (idle.length > MAX_IDLE_WIRES && idle[0]) drop(idle[0].wire);
    },
  };
}

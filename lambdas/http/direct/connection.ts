import { isIP, type Socket, connect as tcpConnect } from 'node:net';
import { createSecureContext, type SecureContext, connect as tlsConnect } from 'node:tls';
import type { Clock } from '../../runtime/clock.ts';
import { bareHost, whenConnected } from '../connect.ts';
import { CONNECT_SECONDS, MAX_IDLE_SECONDS } from '../http.ts';

const SCRATCH_BYTES = 64 * 1024;

/** Who hears what comes over a wire. */
export type Receiver = {
  /** Where the next bytes go; null: anywhere. */
  room(): Buffer | null;
  /** So many came to the start of that room. */
  filled(bytes: number): void;
  /** They came anywhere, and are overwritten after the return. */
  arrived(bytes: Buffer): void;
  /** Nothing more will come: the other end has ended, or with an error. */
  closed(error?: Error): void;
};

/** What becomes of a wire: `clean` where it stands right behind the body. */
export type ConnectionState = 'clean' | 'spoilt';

/** A connection that reads straight into its receiver's memory, one receiver at a time. */
export type Connection = {
  setReceiver(receiver: Receiver): void;
  /**
   * `connected` once it has reached that address, `ready` once a request may go out; both at once where
   * it is used again.
   */
  whenConnected(milestones: { connected(address: string): void; ready(): void }): void;
  send(text: string): void;
  pause(): void;
  resume(): void;
  /** Nothing keeps the process from ending while it idles. */
  idle(): void;
  isClosed(): boolean;
  close(error?: Error): void;
};

/** What of TLS is kept for the next handshake with the same server; to make a context takes half a millisecond. */
type TlsSession = { ticket?: Buffer; context?: SecureContext };

/** Connects to the server of a URL, over TLS for https. */
function openConnection(url: URL, session: TlsSession): Connection {
  const scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  let receiver: Receiver | undefined;
  const onread = {
    buffer: () => receiver?.room() ?? scratch,
    callback(bytes: number, memory: Uint8Array) {
      if (memory === scratch) receiver?.arrived(scratch.subarray(0, bytes));
      else receiver?.filled(bytes);
      return true;
    },
  };
  const socket = url.protocol === 'https:' ? secure(url, session, onread) : plain(url, onread);
  const late = () => socket.destroy(new Error(`no connection in ${CONNECT_SECONDS} s`));
  const timer = setTimeout(late, CONNECT_SECONDS * 1000);
  whenConnected(socket, url.protocol, { connected() {}, ready: () => clearTimeout(timer) });
  socket.on('end', () => receiver?.closed());
  socket.on('error', (error) => receiver?.closed(error));
  socket.on('close', () => {
    clearTimeout(timer);
    receiver?.closed(new Error('the connection was closed'));
  });
  const setReceiver = (next: Receiver) => {
    receiver = next;
  };
  return { ...operationsOf(socket, url.protocol), setReceiver: setReceiver };
}

const operationsOf = (socket: Socket, protocol: string): Omit<Connection, 'setReceiver'> => ({
  whenConnected({ connected, ready }) {
    // It may have idled, and its answer is waited for.
    socket.ref();
    const reached = () => connected(socket.remoteAddress ?? '');
    whenConnected(socket, protocol, { connected: reached, ready });
  },
  send: (text) => void socket.write(text, 'latin1'),
  pause: () => void socket.pause(),
  resume: () => void socket.resume(),
  idle: () => void socket.resume().unref(),
  isClosed: () => socket.destroyed,
  close: (error) => void socket.destroy(error),
});

type OnRead = { buffer(): Uint8Array; callback(bytes: number, memory: Uint8Array): boolean };

function plain(url: URL, onread: OnRead): Socket {
  return tcpConnect({ host: bareHost(url), port: Number(url.port || 80), onread });
}

function secure(url: URL, session: TlsSession, onread: OnRead): Socket {
  const host = bareHost(url);
  session.context ??= createSecureContext();
  const socket = tlsConnect({
    secureContext: session.context,
    ...{ host, port: Number(url.port || 443), onread, ALPNProtocols: ['http/1.1'] },
    ...(isIP(host) ? {} : { servername: host }),
    ...(session.ticket && { session: session.ticket }),
  });
  socket.on('session', (ticket) => {
    session.ticket = ticket;
  });
  socket.on('error', () => {
    delete session.ticket;
  });
  return socket;
}

const MAX_IDLE_CONNECTIONS = 16;

type IdleConnection = { origin: string; wire: Connection; freedAt: number };

/** The wires of one process, kept for the next request to the same origin. */
type ConnectionPool = {
  open(url: URL): Connection;
  /** The wire that was given back last, unless all have idled for too long. */
  acquire(origin: string): Connection | undefined;
  /** Takes back a wire whose answer has been read to its end. */
  release(origin: string, wire: Connection): void;
};

/** Wires that idled for too long are dropped, as {@link keptSockets} does and for its reason (K5). */
export function connectionPool(clock: Pick<Clock, 'now'>): ConnectionPool {
  const sessions = new Map<string, TlsSession>();
  let idle: IdleConnection[] = [];
  const drop = (wire: Connection) => {
    idle = idle.filter((each) => each.wire !== wire);
    wire.close();
  };
  return {
    open(url) {
      const session = sessions.get(url.origin) ?? {};
      sessions.set(url.origin, session);
      return openConnection(url, session);
    },
    acquire(origin) {
      const oldest = clock.now().getTime() - MAX_IDLE_SECONDS * 1000;
      for (const { wire, freedAt } of idle) if (freedAt < oldest) drop(wire);
      const found = idle.findLast((each) => each.origin === origin && !each.wire.isClosed());
      idle = idle.filter((each) => each !== found);
      return found?.wire;
    },
    release(origin, wire) {
      // Nobody asked for anything that comes now: it would be taken for the next answer.
      const spoilt = () => drop(wire);
      wire.setReceiver({ room: () => null, filled: spoilt, arrived: spoilt, closed: spoilt });
      wire.idle();
      idle.push({ origin, wire, freedAt: clock.now().getTime() });
      if (idle.length > MAX_IDLE_CONNECTIONS && idle[0]) drop(idle[0].wire);
    },
  };
}

import { isIP, type Socket, connect as tcpConnect } from 'node:net';
import { createSecureContext, type SecureContext, connect as tlsConnect } from 'node:tls';
import type { Clock } from '../../runtime/clock.ts';
import { bareHost, CONNECT_SECONDS, whenConnected } from '../connect.ts';
import { MAX_IDLE_SECONDS } from '../keep-alive-sockets.ts';

const BUFFER_BYTES = 64 * 1024;

/** Receives what a connection reads. */
export type Receiver = {
  /** Memory for the next bytes; null: the connection reads them into its own buffer. */
  room(): Buffer | null;
  /** `bytes` were read into the start of that room. */
  filled(bytes: number): void;
  /** These were read into the connection's buffer, which is overwritten after the return. */
  arrived(bytes: Buffer): void;
  /** Nothing more arrives: the server ended the connection, or it failed. */
  closed(error?: Error): void;
};

/** What a body leaves: a `reusable` connection was read exactly to the end of the body. */
export type ConnectionState = 'reusable' | 'broken';

/** A connection that reads straight into its receiver's memory, one receiver at a time. */
export type Connection = {
  setReceiver(receiver: Receiver): void;
  /**
   * Calls `connected` once it has reached that address, and `ready` once a request may be sent; both at
   * once where it is used again.
   */
  whenConnected(milestones: { connected(address: string): void; ready(): void }): void;
  send(text: string): void;
  pause(): void;
  resume(): void;
  /** While it is idle it does not keep the process alive. */
  idle(): void;
  isClosed(): boolean;
  close(error?: Error): void;
};

/** Kept for the next handshake with the same server. A new context takes half a millisecond. */
type TlsSession = { ticket?: Buffer; context?: SecureContext };

/** Connects to the server of a URL, over TLS for https. */
function openConnection(url: URL, session: TlsSession): Connection {
  const ownBuffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  let receiver: Receiver | undefined;
  const onread = {
    buffer: () => receiver?.room() ?? ownBuffer,
    callback(bytes: number, memory: Uint8Array) {
      if (memory === ownBuffer) receiver?.arrived(ownBuffer.subarray(0, bytes));
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
  return { ...operationsOf(socket, url.protocol), setReceiver };
}

const operationsOf = (socket: Socket, protocol: string): Omit<Connection, 'setReceiver'> => ({
  whenConnected({ connected, ready }) {
    // It may have been idle, and now an answer is waited for.
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

type IdleConnection = { origin: string; connection: Connection; freedAt: number };

/** Connections that are kept for the next request to the same origin. */
type ConnectionPool = {
  open(url: URL): Connection;
  /** The connection that was released last; undefined where all have idled for too long. */
  acquire(origin: string): Connection | undefined;
  /** Keeps a connection whose answer was read to its end. */
  release(origin: string, connection: Connection): void;
};

/** Drops connections that idled for too long, for the reason that `keepAliveAgents` gives (K5). */
export function connectionPool(clock: Pick<Clock, 'now'>): ConnectionPool {
  const sessions = new Map<string, TlsSession>();
  let idle: IdleConnection[] = [];
  const drop = (connection: Connection) => {
    idle = idle.filter((each) => each.connection !== connection);
    connection.close();
  };
  return {
    open(url) {
      const session = sessions.get(url.origin) ?? {};
      sessions.set(url.origin, session);
      return openConnection(url, session);
    },
    acquire(origin) {
      const oldest = clock.now().getTime() - MAX_IDLE_SECONDS * 1000;
      for (const { connection, freedAt } of idle) if (freedAt < oldest) drop(connection);
      const found = idle.findLast((each) => each.origin === origin && !each.connection.isClosed());
      idle = idle.filter((each) => each !== found);
      return found?.connection;
    },
    release(origin, connection) {
      // Bytes that arrive now answer no request, and would be read as the next answer.
      const broken = () => drop(connection);
      connection.setReceiver({ room: () => null, filled: broken, arrived: broken, closed: broken });
      connection.idle();
      idle.push({ origin, connection, freedAt: clock.now().getTime() });
      if (idle.length > MAX_IDLE_CONNECTIONS && idle[0]) drop(idle[0].connection);
    },
  };
}

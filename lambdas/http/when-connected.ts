import type { Socket } from 'node:net';

type Milestones = { connected(): void; ready(): void };

/**
 * Connected is before the handshake of https, ready after it: no header is sent before. A socket that
 * is used again has been through both.
 */
export function whenConnected(socket: Socket, protocol: string, { connected, ready }: Milestones) {
  if (socket.connecting) {
    socket.once('connect', connected);
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', ready);
  } else {
    connected();
    ready();
  }
}

import { type Clock, systemClock } from '../runtime/clock.ts';
import type { Transport } from '../settings/sources.ts';
import { directHttp } from './direct/direct-http.ts';
import type { Http } from './http.ts';
import { nodeHttp } from './node-http.ts';

/**
 * HTTP by the transport that the settings name: `standard` sends every request by `node:https`, `direct`
 * receives what a GET asks for by our own client (decision 10). Both keep the same promises.
 */
export function httpFor(transport: Transport, clock: Pick<Clock, 'now'> = systemClock): Http {
  const standard = nodeHttp(clock);
  return transport === 'direct' ? directHttp(standard, clock) : standard;
}

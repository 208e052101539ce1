import { type Clock, systemClock } from '../runtime/clock.ts';
import type { Transport } from '../settings/sources.ts';
import { directHttp } from './direct/direct-http.ts';
import type { Http } from './http.ts';
import { nodeHttp } from './node-http.ts';

/**
 * HTTP over what the settings choose: `standard` is `node:https` for every request, `direct` has our own
 * client receive what a GET asks for (decision 10). Both promise the same.
 */
export function httpFor(transport: Transport, clock: Pick<Clock, 'now'> = systemClock): Http {
  const standard = nodeHttp(clock);
  return transport === 'direct' ? directHttp(standard, clock) : standard;
}

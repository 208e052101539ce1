import { type Clock, systemClock } from '../../runtime/clock.ts';
import type { Transport } from '../../settings/sources.ts';
import { putDirectly } from './direct-put.ts';
import { type MakePutData, putBySdk } from './put-data.ts';

/**
 * How bytes of data files are sent to S3, as the settings choose: `standard` is the SDK for every request,
 * `direct` goes past its pipeline (decision 10). Both promise the same.
 */
export const putOver = (
  transport: Transport,
  clock: Pick<Clock, 'now'> = systemClock,
): MakePutData => (transport === 'direct' ? putDirectly(clock) : putBySdk);

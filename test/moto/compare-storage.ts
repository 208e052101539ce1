import type { Connection } from '../../local/laptop/local-cloud.ts';
import { storageAt } from '../fakes/storage-at.ts';
import { type StorageCase, storageCases } from '../lambdas/lake/storage-cases.ts';
import { BUCKET, cloudOver, withFolder } from '../local/cloud/local-cloud.ts';
import type { Comparison, Explanations } from './comparison.ts';
import { compareCases } from './run-cases.ts';

/** What Storage has to do, over the local cloud and over moto, by the steps' own adapter. */
export const compareStorage = (motoUrl: string): Promise<Comparison[]> =>
  withFolder((directory) =>
    compareCases(storageCases, {
      ours: over({ kind: 'in-process', cloud: cloudOver(directory) }),
      moto: over({ kind: 'endpoint', url: motoUrl }),
    }),
  );

/** Each case has a folder of its own. */
function over(reach: Connection) {
  const storage = storageAt(reach, BUCKET);
  return (each: StorageCase, place: number) => each.run(storage, `storage-${place}`);
}

const NO_CHECKSUMS = 'moto does not check what a client declares of its body';

/** Where moto 5.2 does otherwise, by the case's name, and why. */
export const storageDisagreements: Explanations = new Map([
  ['a body that does not match its CRC-32C is not stored (S8)', NO_CHECKSUMS],
  ['a part that does not match its CRC-32C is refused (S8)', NO_CHECKSUMS],
  ['parts that do not match the expected object do not become one (S8)', NO_CHECKSUMS],
  [
    'parts become an object with their bytes and the checksum of the whole (S8, S10)',
    'moto gives another checksum with the object than it is told, and the SDK refuses it',
  ],
  [
    'an aborted upload takes no more parts, and may be aborted again',
    'moto answers 500 and a page of HTML',
  ],
]);

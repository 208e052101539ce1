import type { Storage } from '../../lambdas/shared/storage.ts';
import { inProcessSend } from '../../local/cloud/in-process-send.ts';
import { ourStorage } from '../fakes/our-storage.ts';
import { storageCases } from '../lambdas/shared/storage-cases.ts';
import { BUCKET, cloudOver, withFolder } from '../local/cloud/local-cloud.ts';
import type { Comparison, Explanations } from './comparison.ts';
import { outcomeOf } from './run-cases.ts';

/** What Storage has to do, over the local cloud and over moto, by our own client. */
export async function compareStorage(motoUrl: string): Promise<Comparison[]> {
  const moto = await outcomes(ourStorage(BUCKET, motoUrl));
  const ours = await withFolder((directory) =>
    outcomes(ourStorage(BUCKET, 'http://127.0.0.1', inProcessSend(cloudOver(directory)))),
  );
  return storageCases.map(({ name }, i) => ({
    name,
    ours: ours[i] ?? 'not run',
    moto: moto[i] ?? 'not run',
  }));
}

async function outcomes(storage: Storage): Promise<string[]> {
  const all: string[] = [];
  for (const [i, { run }] of storageCases.entries())
    all.push(await outcomeOf(() => run(storage, `storage-${i}`)));
  return all;
}

const NO_CHECKSUMS = 'moto does not check what a client declares of its body';

/** Where moto 5.2 does otherwise, by the case's name, and why. */
export const storageDisagreements: Explanations = new Map([
  ['S8: bytes go with their CRC-32C, and other bytes than those are not stored', NO_CHECKSUMS],
  ['S8: a part that is not what its CRC-32C says is refused', NO_CHECKSUMS],
  ['S8: parts that are not the whole do not become an object', NO_CHECKSUMS],
  [
    'an upload that was given up takes no more parts, and may be given up again',
    'moto answers 500 and a page of HTML',
  ],
]);

import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { allCases } from '../local/cloud/cases/all-cases.ts';
import { clientsOf, destroy } from '../local/cloud/clients.ts';
import { BUCKET, cloudOver, inProcess, withFolder } from '../local/cloud/local-cloud.ts';
import type { Comparison } from './comparison.ts';
import { runCases } from './run-cases.ts';

/** Asks the same of the local cloud and of moto. */
export async function compareClouds(motoUrl: string): Promise<Comparison[]> {
  const clients = clientsOf({ endpoint: motoUrl }, BUCKET);
  await clients.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const moto = await runCases(allCases, clients);
  destroy(clients);
  const ours = await withFolder((directory) => runCases(allCases, inProcess(cloudOver(directory))));
  return allCases.map(({ name }) => ({
    name,
    ours: ours.get(name) ?? 'not run',
    moto: moto.get(name) ?? 'not run',
  }));
}

import { z } from 'zod';
import { lakeTables } from '../../infra/catalog/tables.ts';
import { awsJson } from '../../lambdas/shared/aws/json/aws-json.ts';
import { GLUE } from '../../lambdas/shared/aws/json/glue-catalog.ts';
import type { Aws } from '../../lambdas/shared/aws/wire/aws.ts';
import type { RegisteredPartition } from '../queries/partition-files.ts';
import { DATABASE } from './names.ts';

const Page = z.object({
  Partitions: z.array(
    z.object({
      Values: z.array(z.string()),
      StorageDescriptor: z.object({ Location: z.string() }),
    }),
  ),
  NextToken: z.string().optional(),
});

/** Every partition of every lake table, as the catalog has them. */
export async function registeredPartitions(aws: Aws): Promise<RegisteredPartition[]> {
  const partitions: RegisteredPartition[] = [];
  for (const { name } of lakeTables)
    for await (const { Values, StorageDescriptor } of partitionsOf(aws, name))
      partitions.push({ table: name, values: Values, location: StorageDescriptor.Location });
  return partitions;
}

async function* partitionsOf(aws: Aws, table: string) {
  const call = awsJson(aws, GLUE);
  const asked = { DatabaseName: DATABASE, TableName: table };
  let page: z.infer<typeof Page> | undefined;
  do {
    const next = page && { NextToken: page.NextToken };
    page = await call('GetPartitions', { ...asked, ...next }, Page);
    yield* page.Partitions;
  } while (page.NextToken);
}

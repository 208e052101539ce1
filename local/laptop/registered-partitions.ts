import { GetPartitionsCommand, GlueClient } from '@aws-sdk/client-glue';
import { z } from 'zod';
import { lakeTables } from '../../infra/catalog/tables.ts';
import type { Aws } from '../../lambdas/aws/aws.ts';
import type { RegisteredPartition } from '../queries/partition-files.ts';
import { DATABASE } from './names.ts';

/** A page of Glue's partitions, as far as it is read here. */
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
  const client = new GlueClient(aws.config);
  const partitions: RegisteredPartition[] = [];
  for (const { name } of lakeTables)
    for await (const { Values, StorageDescriptor } of partitionsOf(name, aws, client))
      partitions.push({ table: name, values: Values, location: StorageDescriptor.Location });
  return partitions;
}

async function* partitionsOf(table: string, aws: Aws, client: GlueClient) {
  let page: z.infer<typeof Page> | undefined;
  do {
    const asked = { DatabaseName: DATABASE, TableName: table, NextToken: page?.NextToken };
    const answer = await aws.call('GetPartitions', () =>
      client.send(new GetPartitionsCommand(asked)),
    );
    page = Page.parse(answer);
    yield* page.Partitions;
  } while (page.NextToken);
}

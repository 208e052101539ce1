import {
  CreateDatabaseCommand,
  CreateTableCommand,
  GetPartitionsCommand,
  GlueClient,
} from '@aws-sdk/client-glue';
import { z } from 'zod';
import { lakeTables } from '../../infra/catalog/tables.ts';
import type { Aws } from '../../lambdas/aws/aws.ts';
import { isNamed } from '../../lambdas/aws/aws-errors.ts';
import type { RegisteredPartition } from '../queries/partition-files.ts';
import { BUCKET, DATABASE } from './local-cloud.ts';

const Column = z.object({ Name: z.string(), Type: z.string() });

const Template = z.object({ Resources: z.record(z.string(), z.unknown()) });

/** The part of a Glue table in a CloudFormation template that the local catalog stores. */
const GlueTable = z.object({
  Type: z.literal('AWS::Glue::Table'),
  Properties: z.object({
    TableInput: z.object({
      Name: z.string(),
      PartitionKeys: z.array(Column),
      StorageDescriptor: z.object({ Columns: z.array(Column) }),
    }),
  }),
});

/**
 * Creates the Glue tables of the synthesized stack in the local catalog, so that Publish registers the same
 * partitions with the same columns. Existing tables stay.
 */
export async function createTables(template: unknown, aws: Aws): Promise<void> {
  const client = new GlueClient(aws.config);
  const database = new CreateDatabaseCommand({ DatabaseInput: { Name: DATABASE } });
  await ifAbsent(aws.call('CreateDatabase', () => client.send(database)));
  for (const resource of Object.values(Template.parse(template).Resources)) {
    const table = GlueTable.safeParse(resource);
    if (!table.success) continue;
    const { Name, PartitionKeys, StorageDescriptor } = table.data.Properties.TableInput;
    const descriptor = { ...StorageDescriptor, Location: `s3://${BUCKET}/fhir/` };
    const input = { Name, PartitionKeys, StorageDescriptor: descriptor };
    const create = new CreateTableCommand({ DatabaseName: DATABASE, TableInput: input });
    await ifAbsent(aws.call('CreateTable', () => client.send(create)));
  }
}

async function ifAbsent(created: Promise<unknown>) {
  await created.catch((error: unknown) => {
    if (!isNamed(error, 'AlreadyExistsException')) throw error;
  });
}

/** The part of GetPartitions' output that is read here. */
const Page = z.object({
  Partitions: z.array(
    z.object({
      Values: z.array(z.string()),
      StorageDescriptor: z.object({ Location: z.string() }),
    }),
  ),
  NextToken: z.string().optional(),
});

/** Every partition of every lake table in the catalog. */
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
    const input = { DatabaseName: DATABASE, TableName: table, NextToken: page?.NextToken };
    const answer = await aws.call('GetPartitions', () =>
      client.send(new GetPartitionsCommand(input)),
    );
    page = Page.parse(answer);
    yield* page.Partitions;
  } while (page.NextToken);
}

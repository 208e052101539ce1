import { z } from 'zod';
import { awsJson } from '../../lambdas/shared/aws/json/aws-json.ts';
import { GLUE } from '../../lambdas/shared/aws/json/glue-catalog.ts';
import type { Aws } from '../../lambdas/shared/aws/wire/aws.ts';
import { isAwsError } from '../../lambdas/shared/aws/wire/aws-error.ts';
import { BUCKET, DATABASE } from './names.ts';

const Column = z.object({ Name: z.string(), Type: z.string() });

const Done = z.object({});

const Template = z.object({ Resources: z.record(z.string(), z.unknown()) });

/** A Glue table in a CloudFormation template, as far as the local catalog keeps it. */
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
 * Creates the synthesized stack's Glue tables in the local catalog, so that Publish registers the
 * same partitions on the same columns. Tables that are there already stay.
 */
export async function createTables(template: unknown, aws: Aws): Promise<void> {
  const call = awsJson(aws, GLUE);
  await ifAbsent(call('CreateDatabase', { DatabaseInput: { Name: DATABASE } }, Done));
  for (const resource of Object.values(Template.parse(template).Resources)) {
    const table = GlueTable.safeParse(resource);
    if (!table.success) continue;
    const { Name, PartitionKeys, StorageDescriptor } = table.data.Properties.TableInput;
    const descriptor = { ...StorageDescriptor, Location: `s3://${BUCKET}/fhir/` };
    const input = { Name, PartitionKeys, StorageDescriptor: descriptor };
    await ifAbsent(call('CreateTable', { DatabaseName: DATABASE, TableInput: input }, Done));
  }
}

async function ifAbsent(created: Promise<unknown>) {
  await created.catch((error: unknown) => {
    if (!isAwsError(error, 'AlreadyExistsException')) throw error;
  });
}

import { Aws, Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { lakeTables } from './catalog/tables.ts';
import { tableInput } from './glue-table.ts';
import type { StepFunction } from './step-function.ts';

/** The lake's database and tables. Nothing in them can be queried until Publish registers it. */
export class Catalog extends Construct {
  readonly database: string;

  constructor(scope: Construct, id: string, props: { database: string; bucket: IBucket }) {
    super(scope, id);
    this.database = props.database;
    const catalogId = Aws.ACCOUNT_ID;
    const database = new CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: { name: this.database, description: 'FHIR exports landed by Sluice' },
    });
    for (const table of lakeTables) {
      const input = tableInput(table, props.bucket.bucketName);
      const resource = { catalogId, databaseName: this.database, tableInput: input };
      new CfnTable(this, table.name, resource).addResourceDependency(database);
    }
  }

  /** May make landed objects visible to queries: add partitions, neither change nor remove them. */
  grantRegister(step: StepFunction): void {
    step.tell('DATABASE', this.database);
    const arn = (resource: string) => Stack.of(this).formatArn({ service: 'glue', resource });
    const tables = lakeTables.map(({ name }) => arn(`table/${this.database}/${name}`));
    step.allow(
      ['glue:GetTable', 'glue:BatchCreatePartition'],
      [arn('catalog'), arn(`database/${this.database}`), ...tables],
    );
  }
}

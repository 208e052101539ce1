import { Aws, Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { StepLambda } from '../functions/step-lambda.ts';
import type { Keys } from '../security/keys.ts';
import { hiveType } from './column-type.ts';
import { type LakeTable, lakeTables } from './tables.ts';

/** The lake's Glue database and tables. Queries see only the partitions that Publish registers. */
export class Catalog extends Construct {
  readonly database: string;

  constructor(scope: Construct, id: string, props: { database: string; bucket: IBucket }) {
    super(scope, id);
    this.database = props.database;
    const catalogId = Aws.ACCOUNT_ID;
    const database = new CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: { name: this.database, description: 'FHIR bulk exports, written by Sluice' },
    });
    for (const table of lakeTables) {
      const input = tableInput(table, props.bucket.bucketName);
      const resource = { catalogId, databaseName: this.database, tableInput: input };
      new CfnTable(this, table.name, resource).addResourceDependency(database);
    }
  }

  /** Allows adding partitions, but not changing or removing them. */
  grantRegister(step: StepLambda): void {
    step.setEnvironment('DATABASE', this.database);
    const arn = (resource: string) => Stack.of(this).formatArn({ service: 'glue', resource });
    const tables = lakeTables.map(({ name }) => arn(`table/${this.database}/${name}`));
    step.allow(
      ['glue:GetTable', 'glue:BatchCreatePartition'],
      [arn('catalog'), arn(`database/${this.database}`), ...tables],
    );
  }
}

/**
 * A lake table for Glue. No partition projection: it would show exports that are not committed
 * (invariant 1). Column names are lower case, because Athena folds them.
 */
const tableInput = (table: LakeTable, bucketName: string): CfnTable.TableInputProperty => ({
  name: table.name,
  description: table.description,
  tableType: 'EXTERNAL_TABLE',
  parameters: { EXTERNAL: 'TRUE', classification: 'json' },
  partitionKeys: table.partitionKeys.map((name) => ({ name, type: 'string' })),
  storageDescriptor: {
    location: `s3://${bucketName}/${table.location}`,
    inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
    serdeInfo: SERDE[table.format],
    columns: table.columns.map(({ name, type }) => ({
      name: name.toLowerCase(),
      type: hiveType(type),
    })),
  },
});

const SERDE = {
  json: { serializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe' },
  // JSON text cannot contain a raw U+0001, so the one column holds the whole line.
  line: {
    serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
    parameters: { 'field.delim': '\u0001' },
  },
};

/** The Athena workgroup: it enforces encrypted results in the lake's bucket. */
export const athenaWorkgroup = (
  scope: Construct,
  id: string,
  props: { bucket: IBucket; keys: Keys },
) =>
  new CfnWorkGroup(scope, id, {
    name: 'sluice',
    description: 'Queries of the FHIR lake of Sluice',
    workGroupConfiguration: {
      enforceWorkGroupConfiguration: true,
      publishCloudWatchMetricsEnabled: true,
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      resultConfiguration: {
        outputLocation: `s3://${props.bucket.bucketName}/athena/`,
        encryptionConfiguration: {
          encryptionOption: 'SSE_KMS',
          kmsKey: props.keys.data.keyArn,
        },
      },
    },
  });

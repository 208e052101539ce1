import type { CfnTable } from 'aws-cdk-lib/aws-glue';
import { hiveType } from './catalog/column-type.ts';
import type { LakeTable } from './catalog/tables.ts';

/**
 * A lake table as Glue takes it. No partition projection: it would show what is not committed yet
 * (invariant 1). Column names are lower case, as Athena folds them.
 */
export const tableInput = (table: LakeTable, bucketName: string): CfnTable.TableInputProperty => ({
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
  // JSON text cannot hold a raw U+0001, so the whole line lands in the one column.
  line: {
    serializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
    parameters: { 'field.delim': '\u0001' },
  },
};

import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Keys } from './keys.ts';

/** Athena for this lake: results land encrypted in the lake's own bucket, whoever asks. */
export const workgroup = (scope: Construct, id: string, props: { bucket: IBucket; keys: Keys }) =>
  new CfnWorkGroup(scope, id, {
    name: 'sluice',
    description: 'Queries of the lake that Sluice fills',
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

import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { lakeTables } from '../../infra/catalog/tables.ts';
import { type Aws, defaultAws } from '../../lambdas/aws/aws.ts';
import { isNamed } from '../../lambdas/aws/aws-errors.ts';
import type { MakePutData } from '../../lambdas/aws/s3/put-data.ts';
import { s3Client } from '../../lambdas/aws/s3/s3-storage.ts';
import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';
import { folderLake, type Lake, parseS3Location, type S3Location, s3Lake } from '../laptop/lake.ts';
import { UsageError } from './run-command.ts';

/** What `--lake` and `--database` say. */
export type LakeOptions = { lake: string; database: string | undefined };

/**
 * The lake that an export goes into. One in AWS is asked first, once, so that nothing begins that could not
 * land. Throws SettingsInvalid.
 */
export async function exportLake(
  { lake, database }: LakeOptions,
  putData: MakePutData,
): Promise<Lake> {
  const place = parseS3Location(lake);
  if (place) {
    const aws = defaultAws();
    process.stderr.write(`Looking for ${lake} in AWS …\n`);
    await reachBucket(place, aws);
    if (database !== undefined) await reachDatabase(database, aws);
    return s3Lake(place, { database, putData }, aws);
  }
  if (database !== undefined)
    throw new SettingsInvalid(
      '--database: names a Glue database for --lake s3://<bucket>/<prefix>',
    );
  return folderLake(lake, putData);
}

/** Reads an object that need not be there: whoever exports reads and lists, and a missing one tells as much. */
async function reachBucket({ bucket, prefix }: S3Location, aws: Aws): Promise<void> {
  const read = new GetObjectCommand({ Bucket: bucket, Key: `${prefix}state/any` });
  try {
    await s3Client(aws).send(read);
  } catch (error) {
    if (!isNamed(error, 'NoSuchKey')) throw unreachable(`--lake: the bucket ${bucket}`, error);
  }
}

/** Publish registers partitions of these tables, after the commit: too late to find that they are missing. */
async function reachDatabase(database: string, aws: Aws): Promise<void> {
  const client = new GlueClient(aws.config);
  try {
    for (const { name } of lakeTables)
      await client.send(new GetTableCommand({ DatabaseName: database, Name: name }));
  } catch (error) {
    throw unreachable(`--database: a table of Sluice in ${database}`, error);
  }
}

/** For commands that work on this machine alone. Throws UsageError where the lake is in AWS. */
export function refuseS3(lake: string, usage: string): void {
  if (parseS3Location(lake))
    throw new UsageError(
      `--lake: a folder of this machine; npm run export alone takes s3://\n${usage}`,
    );
}

/** What to do about an error of AWS, by its name. */
const ADVICE: readonly [names: readonly string[], advice: string][] = [
  [
    ['ExpiredToken', 'ExpiredTokenException', 'CredentialsProviderError', 'TokenProviderError'],
    'log in again, and check AWS_PROFILE',
  ],
  [
    ['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'UnrecognizedClientException'],
    'check the credentials of AWS_PROFILE',
  ],
  [
    ['AccessDenied', 'AccessDeniedException'],
    'this needs s3:GetObject, s3:PutObject, s3:AbortMultipartUpload, s3:ListBucket and s3:ListBucketMultipartUploads, the use of the bucket’s KMS key, and for --database glue:GetTable and glue:BatchCreatePartition',
  ],
  [
    ['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'],
    'check AWS_REGION: the bucket is in another region',
  ],
  [['NoSuchBucket'], 'check the name of the bucket'],
  [['EntityNotFoundException'], 'deploy the stack, or name the database that has its tables'],
];

function unreachable(what: string, error: unknown): SettingsInvalid {
  const why = error instanceof Error ? error : new Error(String(error));
  const [, advice = 'check AWS_PROFILE, AWS_REGION and the network'] =
    ADVICE.find(([names]) => names.includes(why.name)) ?? [];
  const name = why.name === 'Error' ? '' : `${why.name}: `;
  return new SettingsInvalid(`${what} cannot be read: ${name}${why.message}; ${advice}`, {
    cause: error,
  });
}

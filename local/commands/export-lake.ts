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

/** The values of `--lake` and `--database`. */
export type LakeOptions = { lake: string; database: string | undefined };

/**
 * The lake that an export is written to. Checks first that a lake in AWS can be reached. Throws
 * SettingsInvalid.
 */
export async function exportLake(
  { lake, database }: LakeOptions,
  putData: MakePutData,
): Promise<Lake> {
  const location = parseS3Location(lake);
  if (location) {
    const aws = defaultAws();
    process.stderr.write(`Checking ${lake} in AWS …\n`);
    await checkBucket(location, aws);
    if (database !== undefined) await checkDatabase(database, aws);
    return s3Lake(location, { database, putData }, aws);
  }
  if (database !== undefined)
    throw new SettingsInvalid('--database: needs --lake s3://<bucket>/<prefix>');
  return folderLake(lake, putData);
}

/** Reads an object that does not exist: the error tells whether the export can read and list. */
async function checkBucket({ bucket, prefix }: S3Location, aws: Aws): Promise<void> {
  const read = new GetObjectCommand({ Bucket: bucket, Key: `${prefix}state/any` });
  try {
    await s3Client(aws).send(read);
  } catch (error) {
    if (!isNamed(error, 'NoSuchKey')) throw unreachable(`--lake: the bucket ${bucket}`, error);
  }
}

/** Publish registers partitions of these tables after the commit, too late to find that they are missing. */
async function checkDatabase(database: string, aws: Aws): Promise<void> {
  const client = new GlueClient(aws.config);
  try {
    for (const { name } of lakeTables)
      await client.send(new GetTableCommand({ DatabaseName: database, Name: name }));
  } catch (error) {
    throw unreachable(`--database: a table of Sluice in ${database}`, error);
  }
}

/** For commands that need a lake on this machine. Throws UsageError for a lake in AWS. */
export function refuseS3(lake: string, usage: string): void {
  if (parseS3Location(lake))
    throw new UsageError(`--lake: must be a folder; only npm run export accepts s3://\n${usage}`);
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
    'the permissions needed are s3:GetObject, s3:PutObject, s3:AbortMultipartUpload, s3:ListBucket and s3:ListBucketMultipartUploads, the use of the bucket’s KMS key, and for --database glue:GetTable and glue:BatchCreatePartition',
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

import { join } from 'node:path';
import { DEFAULTS, type Job } from '../clients/job.ts';
import { isInstalled, type Run } from '../measure/run-measured.ts';

/** Contenders that targets compare. */
export const CURL_DISCARDS = 'curl to /dev/null';
export const UNVERIFIED = 'Sluice, no line verified (bench only)';
export const STRUCTURAL = 'Sluice, structural (the default)';
export const LIB_STORAGE = 'undici + @aws-sdk/lib-storage, defaults';

/** A program that moves the files. */
export type Contender = {
  name: string;
  command(files: Job['files'], sink: string): readonly string[];
  /** What the sink receives: all content unchanged, something else, or nothing. */
  stores: 'content' | 'encoded' | 'nothing';
  /** Whether it is Node and prints its memory. */
  isNode: boolean;
  /** The path of the files on the server. */
  path?: '/gzip';
};

/** All runs of a contender; none where it failed. */
export type ContenderRuns = Contender & { runs: (Run & { storedBytes: number })[] };

/** All contenders that can run here; `folder` has the bundled clients. The first one is the base of ratios. */
export const contenders = (folder: string): Contender[] => [
  { name: CURL_DISCARDS, command: discard, stores: 'nothing', isNode: false },
  // An upload from a pipe is chunked, which S3 refuses. It shows the least cost of moving bytes.
  { name: 'curl | curl -T -', command: curlPipe(), stores: 'content', isNode: false },
  sluice(UNVERIFIED, folder, { verify: 'nothing' }),
  sluice(STRUCTURAL, folder),
  sluice('Sluice, structural, sent to S3 by the SDK', folder, { send: 'standard' }),
  sluice('Sluice, structural, "transport": "standard"', folder, {
    ...{ receive: 'standard', send: 'standard' },
  }),
  sluice('Sluice, full', folder, { verify: 'full' }),
  {
    name: LIB_STORAGE,
    command: (files, sink) =>
      node(join(folder, 'lib-storage.mjs'), { files, sink, bucket: 'lake', ...DEFAULTS }),
    ...{ stores: 'content', isNode: true },
  },
  ...(isInstalled('rclone') ? [RCLONE] : []),
];

/** Sluice's client, from the folder of bundles. */
export const sluice = (
  name: string,
  folder: string,
  options: Partial<Pick<Job, keyof typeof DEFAULTS>> &
    Partial<Pick<Contender, 'stores' | 'path'>> = {},
): Contender => {
  const { stores = 'content', path, ...job } = options;
  return {
    ...{ name, stores, isNode: true, ...(path && { path }) },
    command: (files, sink) =>
      node(join(folder, 'sluice.mjs'), { files, sink, bucket: 'lake', ...DEFAULTS, ...job }),
  };
};

export const node = (file: string, job: Job): string[] => [
  process.execPath,
  file,
  JSON.stringify(job),
];

const CURL = ['curl', '--silent', '--fail', '--insecure', '--http1.1'];

const discard: Contender['command'] = (files) => [
  ...CURL,
  ...files.flatMap(({ url }) => [url, '--output', '/dev/null']),
];

/** `curl | curl` for each file, with these request headers. */
export const curlPipe = (headers: readonly string[] = []): Contender['command'] => {
  const get = [...CURL, ...headers.flatMap((header) => ['--header', `'${header}'`])].join(' ');
  return (files, sink) => [
    'bash',
    '-c',
    `set -o pipefail; sink=$1; shift; for url; do ${get} "$url" | ${CURL.join(' ')} --upload-file - "$sink/lake/file" || exit; done`,
    'bash',
    sink,
    ...files.map(({ url }) => url),
  ];
};

/**
 * One PUT for each file; multipart or its own checksums would cost it several times as much. It fails with a
 * bundle of certificates, which machines behind a proxy have, so that it checks no certificate.
 */
const RCLONE: Contender = {
  name: 'rclone, defaults',
  ...{ stores: 'content', isNode: false },
  command: (files, sink) => [
    'bash',
    '-c',
    'unset AWS_CA_BUNDLE; sink=$1; shift; for url; do rclone copyurl --no-check-certificate --s3-provider Other --s3-endpoint "$sink" --s3-access-key-id bench --s3-secret-access-key bench --s3-region us-east-1 --s3-no-head --s3-no-check-bucket "$url" :s3:lake/file || exit; done',
    'bash',
    sink,
    ...files.map(({ url }) => url),
  ],
};

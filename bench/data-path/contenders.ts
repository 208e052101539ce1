import { join } from 'node:path';
import { isInstalled } from '../measure/machine.ts';
import { USUAL } from './client/job.ts';
import { type Contender, CURL, node, ours, piped } from './contender.ts';

/** Those that targets are about. */
export const CURL_DISCARDS = 'curl to /dev/null';
export const UNSEEN = 'Sluice, no line looked at (bench only)';
export const STRUCTURAL = 'Sluice, structural (the default)';
export const LIB_STORAGE = 'undici + @aws-sdk/lib-storage, defaults';

/** All that can run here; `folder` has the bundles of `client/`. The first one is what ratios are of. */
export const contenders = (folder: string): Contender[] => [
  { name: CURL_DISCARDS, command: discard, stores: 'nothing', isNode: false },
  // An upload from a pipe is chunked: real S3 takes none so. It is what moving bytes costs at least.
  { name: 'curl | curl -T -', command: piped(), stores: 'content', isNode: false },
  ours(UNSEEN, folder, { verify: 'nothing' }),
  ours(STRUCTURAL, folder),
  ours('Sluice, structural, sent to S3 by the SDK', folder, { send: 'standard' }),
  ours('Sluice, structural, "transport": "standard"', folder, {
    ...{ receive: 'standard', send: 'standard' },
  }),
  ours('Sluice, full', folder, { verify: 'full' }),
  {
    name: LIB_STORAGE,
    command: (files, sink) =>
      node(join(folder, 'usual.mjs'), { files, sink, bucket: 'lake', ...USUAL }),
    ...{ stores: 'content', isNode: true },
  },
  ...(isInstalled('rclone') ? [RCLONE] : []),
];

const discard: Contender['command'] = (files) => [
  ...CURL,
  ...files.flatMap(({ url }) => [url, '--output', '/dev/null']),
];

/**
 * One PUT for each file: multipart, or checksums of its own, take it a multiple of that. A bundle of
 * certificates, which machines behind a proxy have, stops it, and it is told to check none.
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

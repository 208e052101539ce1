import { join } from 'node:path';
import { isInstalled } from '../measure/machine.ts';
import type { Job } from './client/job.ts';

/** Something that moves the files. */
export type Contender = {
  name: string;
  command(files: Job['files'], sink: string): readonly string[];
  /** Whether it uploads what it gets. */
  uploads: boolean;
  /** Whether it is Node, and tells of its memory. */
  isNode: boolean;
};

/** All that can run here; `folder` has the bundles of `client/`. The first one is what ratios are of. */
export function contenders(folder: string): Contender[] {
  const ours = (name: string, verify: Job['verify']): Contender => ({
    name,
    command: (files, sink) => node(join(folder, 'ours.mjs'), { files, sink, verify }),
    ...{ uploads: true, isNode: true },
  });
  return [
    { name: 'curl to /dev/null', command: discard, uploads: false, isNode: false },
    { name: 'curl | curl -T -', command: pipe, uploads: true, isNode: false },
    ours('Sluice, no line looked at (bench only)', 'nothing'),
    ours('Sluice, structural (the default)', 'structural'),
    ours('Sluice, full', 'full'),
    {
      name: 'undici + @aws-sdk/lib-storage, defaults',
      command: (files, sink) => node(join(folder, 'usual.mjs'), { files, sink, verify: 'nothing' }),
      ...{ uploads: true, isNode: true },
    },
    ...(isInstalled('rclone')
      ? [{ name: 'rclone, defaults', command: rclone, uploads: true, isNode: false }]
      : []),
  ];
}

const node = (file: string, job: Job) => [process.execPath, file, JSON.stringify(job)];

const CURL = ['curl', '--silent', '--fail', '--insecure', '--http1.1'];

const discard: Contender['command'] = (files) => [
  ...CURL,
  ...files.flatMap(({ url }) => [url, '--output', '/dev/null']),
];

/** An upload from a pipe is chunked: real S3 takes none so. It is what moving bytes costs at least. */
const pipe: Contender['command'] = (files, sink) => [
  'bash',
  '-c',
  `set -o pipefail; sink=$1; shift; for url; do ${CURL.join(' ')} "$url" | ${CURL.join(' ')} --upload-file - "$sink/lake/file" || exit; done`,
  'bash',
  sink,
  ...files.map(({ url }) => url),
];

/** One PUT for each file: multipart, or checksums of its own, take it a multiple of that. */
const rclone: Contender['command'] = (files, sink) => [
  'bash',
  '-c',
  'sink=$1; shift; for url; do rclone copyurl --no-check-certificate --s3-provider Other --s3-endpoint "$sink" --s3-access-key-id bench --s3-secret-access-key bench --s3-region us-east-1 --s3-no-head --s3-no-check-bucket "$url" :s3:lake/file || exit; done',
  'bash',
  sink,
  ...files.map(({ url }) => url),
];

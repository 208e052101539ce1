import { join } from 'node:path';
import type { Run } from '../measure/run-measured.ts';
import { type Job, USUAL } from './client/job.ts';

/** Something that moves the files. */
export type Contender = {
  name: string;
  command(files: Job['files'], sink: string): readonly string[];
  /** What comes to the sink: all content as it is, something else, or nothing. */
  stores: 'content' | 'encoded' | 'nothing';
  /** Whether it is Node, and tells of its memory. */
  isNode: boolean;
  /** Files come from this part of the server. */
  path?: '/gzip';
};

/** All runs of one contender; none of one that failed. */
export type Measured = Contender & { runs: (Run & { storedBytes: number })[] };

/** Our client, out of the folder of bundles. */
export const ours = (
  name: string,
  folder: string,
  how: Partial<Pick<Job, keyof typeof USUAL>> & Partial<Pick<Contender, 'stores' | 'path'>> = {},
): Contender => {
  const { stores = 'content', path, ...job } = how;
  return {
    ...{ name, stores, isNode: true, ...(path && { path }) },
    command: (files, sink) =>
      node(join(folder, 'ours.mjs'), { files, sink, bucket: 'lake', ...USUAL, ...job }),
  };
};

export const node = (file: string, job: Job): string[] => [
  process.execPath,
  file,
  JSON.stringify(job),
];

/** `curl | curl`, for each file; headers as they are given. */
export const piped = (headers: readonly string[] = []): Contender['command'] => {
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

export const CURL = ['curl', '--silent', '--fail', '--insecure', '--http1.1'];

import type { Transport } from '../../lambdas/settings/sources.ts';
import type { Outcome } from '../measure/suite.ts';
import type { Target } from '../measure/target.ts';

/** How files come: by which client, and from which part of the server. */
export type Way = {
  name: string;
  client: 'client' | 'plain-client';
  path: '' | '/closing';
  /** How our client sends files to S3; direct unless said otherwise. */
  send?: Transport;
};

const KEPT: Way = { name: 'Sluice, connection kept', client: 'client', path: '' };
const ONE_EACH: Way = {
  name: 'plain node:https, one connection per file',
  ...{ client: 'plain-client', path: '' },
};

export const WAYS: readonly Way[] = [
  KEPT,
  {
    name: 'Sluice, connection kept, sent to S3 by the SDK',
    ...{ client: 'client', path: '', send: 'standard' },
  },
  { name: 'Sluice, closed by the server after each file', client: 'client', path: '/closing' },
  ONE_EACH,
];

/** What one way came to. */
export type Row = {
  way: Way;
  filesPerSecond: number;
  cpuSecondsPerFile: number;
  /** Full ones. */
  handshakes: number;
  resumed: number;
};

/** The table of small files, and what of it was aimed at. */
export function smallFilesOutcome(rows: readonly Row[], files: number): Outcome {
  const kept = rows.find(({ way }) => way === KEPT);
  const oneEach = rows.find(({ way }) => way === ONE_EACH);
  const count = files.toLocaleString('en-US');
  return {
    tables: [
      {
        title: 'Small files: units of 500, one after another',
        columns: ['client', 'files/s', 'CPU-ms/file', 'full handshakes', 'resumed'],
        rows: rows.map((row) => [
          row.way.name,
          row.filesPerSecond.toFixed(0),
          (row.cpuSecondsPerFile * 1000).toFixed(2),
          String(row.handshakes),
          String(row.resumed),
        ]),
        notes: [
          `${count} files of 1 KB, each a GET and a PUT over HTTPS by one worker, one run each; start-up and the units' own papers included.`,
          'Handshakes are those with the FHIR server, as it counted them; connections to S3 are kept in all.',
          'The plain client keeps no session, checks nothing, signs nothing, and writes no receipts.',
          'Loopback has no round trips to wait for, which are most of what a handshake takes over a network.',
        ],
      },
    ],
    targets: kept && oneEach ? targets(kept, oneEach, count) : [],
  };
}

const targets = (kept: Row, oneEach: Row, count: string): Target[] => [
  {
    measure: `${count} files of 1 KB: files/s ÷ one connection per file`,
    ...{ bound: 'at least', limit: 5, measured: kept.filesPerSecond / oneEach.filesPerSecond },
  },
  {
    measure: `${count} files of 1 KB: handshakes per worker`,
    ...{ bound: 'at most', limit: 2, measured: kept.handshakes + kept.resumed, digits: 0 },
  },
];

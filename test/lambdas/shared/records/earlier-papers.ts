import {
  EXPORT_ID,
  keys,
  landedKey,
  STATUS_URL,
  TRANSACTION_TIME,
} from '../../../fakes/builders.ts';

/**
 * Papers of one export of two files as the code wrote them before a manifest had pages and an export
 * could be resumed. They stay as they are: a deploy may meet them.
 */

export const SCOPE = 'cf8395e0171f45bc';
export const NAMES = ['Patient_1', 'Patient_2'] as const;
export const urlOf = (name: string) => `https://files.example/${name}.ndjson`;
export const LINES = [
  '{"resourceType":"Patient","id":"a"}\n',
  '{"resourceType":"Patient","id":"b"}\n',
];

const request = { level: 'system', types: [], mode: 'incremental' };
const checksums = [
  'sha256:c2975c7b4a58bd1eedafeb6db83f5addaf200912f53551697a953c9c89131622',
  'sha256:c121bdc71269f4621a5e2f3df61127a7042370a1f5edff63316ed9daeb89d222',
];
const receipts = checksums.map((checksum, i) => ({
  ...{ index: i + 1, type: 'Patient', key: landedKey('Patient', i + 1) },
  ...{ bytes: 36, lines: 1, checksum },
}));
const unit = (n: number, name: string) => ({
  unit: n,
  requiresAccessToken: true,
  files: [{ index: n, type: 'Patient', url: urlOf(name), key: landedKey('Patient', n) }],
});
const planned = { transactionTime: TRANSACTION_TIME, exportDate: '2026-11-22' };

export const manifest = {
  id: 'job-1',
  status: 'Successful',
  transactionTime: TRANSACTION_TIME,
  requiresAccessToken: true,
  output: NAMES.map((name) => ({ type: 'Patient', file: urlOf(name) })),
  resourceCount: 2,
};

const draft = {
  ...{ exportId: EXPORT_ID, source: 'acme', scope: SCOPE, ...planned },
  ...{ since: null, membership: null, committedAt: '2026-11-22T03:00:04.000Z' },
  ...{ complete: true, bytes: 72, lines: 2, files: receipts },
};

/** What each step had written when it was done, by key. */
export const earlierPapers = {
  'Kick off': {
    [keys.request]: { source: 'acme', request },
    [`state/acme/${SCOPE}/lease.json`]: {
      ...{ kind: 'held', exportId: EXPORT_ID, executionArn: 'arn' },
      since: '2026-11-22T03:00:00.000Z',
    },
    [keys.job]: {
      ...{ exportId: EXPORT_ID, source: 'acme', scope: SCOPE, request, since: null },
      ...{ lastTransactionTime: null, membership: null, kickedOffAt: '2026-11-22T03:00:00.000Z' },
      job: { kind: 'running', statusUrl: STATUS_URL },
    },
  },
  'one Poll': {
    [keys.progress]: {
      ...{ polledAt: '2026-11-22T03:00:02.000Z', resourceCount: 1 },
      batches: { running: 1, complete: 1, failed: 0, total: 2 },
    },
  },
  Poll: { [keys.manifestPage(1)]: manifest },
  Plan: {
    [keys.unit(1)]: unit(1, 'Patient_1'),
    [keys.unit(2)]: unit(2, 'Patient_2'),
    [keys.root.concat('plan/units.json')]: [1, 2].map((n) => ({ unit: n, unitKey: keys.unit(n) })),
    [keys.plan]: { ...planned, requiresAccessToken: true, files: 2, units: 2, resourceCount: 2 },
  },
  Download: {
    [landedKey('Patient', 1)]: { resourceType: 'Patient', id: 'a' },
    [keys.unitReceipts(1)]: { unit: 1, receipts: [receipts[0]] },
    [landedKey('Patient', 2)]: { resourceType: 'Patient', id: 'b' },
    [keys.unitReceipts(2)]: { unit: 2, receipts: [receipts[1]] },
  },
  'the decision of Publish': { [keys.draft]: draft, [keys.decision]: { decision: 'publish' } },
  'the commit of Publish': { [keys.commit]: draft },
};

export type Written = keyof typeof earlierPapers;
/** In the order of being written. */
export const STAGES: readonly Written[] = [
  ...(['Kick off', 'one Poll', 'Poll', 'Plan', 'Download'] as const),
  ...(['the decision of Publish', 'the commit of Publish'] as const),
];

/** What Clean up wrote of a job that it had cancelled. */
export const earlierFailure = (serverJob: string) => ({
  ...{ name: 'Cancelled', message: '', failedAt: '2026-11-22T03:00:00.000Z', serverJob },
});

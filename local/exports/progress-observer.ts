import { ThrottleRecord } from '../../lambdas/4-download/throttle/throttle-record.ts';
import { JobRecord, ProgressRecord, WaitRecord } from '../../lambdas/lake/export-records.ts';
import { exportKeys, sourceKeys } from '../../lambdas/lake/keys.ts';
import { PlanRecord } from '../../lambdas/lake/plan-records.ts';
import { findRecord } from '../../lambdas/lake/record.ts';
import type { Storage } from '../../lambdas/lake/storage.ts';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import { failureMessage } from '../../lambdas/settlement/failure.ts';
import type { ProgressEvent } from '../display/progress.ts';
import type { ExportObserver } from '../laptop/observers.ts';
import type { HistoryEvent } from '../state-machine/history.ts';
import { type ExportResult, exportTotals } from './export-result.ts';

type Deps = { storage: Pick<Storage, 'read'>; clock: Clock };

type ProgressObserver = ExportObserver & {
  onEnded(result: ExportResult): void;
};

/** Turns the history of one export, and what it stores in the lake, into progress events. */
export function progressObserver(
  exportId: string,
  source: string,
  show: (event: ProgressEvent) => void,
  { storage, clock }: Deps,
): ProgressObserver {
  const keys = exportKeys(exportId);
  const landed = new Set<string>();
  let dataExportId = exportId;
  let throttledAt = '';
  const common = () => ({ exportId, source, at: clock.now() });
  const delayed = (reason: string) => show({ ...common(), kind: 'delayed', reason });
  const polled = async () => {
    const progress = (await findRecord(keys.progress, ProgressRecord, storage))?.record;
    if (progress) show({ ...common(), kind: 'polled', ...counters(progress) });
    if (progress?.unanswered) delayed(silenceOf(progress.unanswered));
  };
  const waiting = async () => {
    const wait = (await findRecord(keys.wait, WaitRecord, storage))?.record;
    if (wait) delayed(`the server asks to wait until ${wait.until}`);
  };
  /** A resumed export stores its data below the id of the failed one. */
  const started = async () => {
    const job = await findRecord(keys.job, JobRecord, storage);
    dataExportId = job?.record.dataExportId ?? exportId;
  };
  const planned = async () => {
    const plan = (await findRecord(keys.plan, PlanRecord, storage))?.record;
    const progress = await findRecord(keys.progress, ProgressRecord, storage);
    if (!plan) return;
    if (progress) show({ ...common(), kind: 'polled', ...completed(progress.record, plan) });
    show({ ...common(), kind: 'planned', files: plan.files, units: plan.units });
  };
  /** The record is also written when a slot is acquired. */
  const throttled = async () => {
    const throttle = (await findRecord(sourceKeys(source).throttle, ThrottleRecord, storage))
      ?.record;
    if (!throttle || throttle.throttledAt === throttledAt) return;
    if (Date.parse(throttle.notBefore) <= clock.now().getTime()) return;
    throttledAt = throttle.throttledAt;
    show({ ...common(), kind: 'problem', reason: throttlingOf(throttle) });
  };
  return {
    onHistoryEvent({ type, details }) {
      if (type === 'TaskFailed') show({ ...common(), kind: 'problem', reason: reasonOf(details) });
      // The other states take no time: their names would only flicker.
      if (!/^(Task|Wait|Map)StateEntered$/.test(type)) return;
      if (typeof details.name === 'string')
        show({ ...common(), kind: 'state', state: details.name });
    },
    onStored(key, bytes) {
      if (key === keys.progress) polled().catch(() => {});
      else if (key === keys.wait) waiting().catch(() => {});
      else if (key === keys.job) started().catch(() => {});
      else if (key === keys.plan) planned().catch(() => {});
      else if (key === sourceKeys(source).throttle) throttled().catch(() => {});
      else if (isData(key, dataExportId)) {
        const file = fileOf(key);
        const files = landed.has(file) ? 0 : 1;
        landed.add(file);
        show({ ...common(), kind: 'stored', files, bytes });
      }
    },
    onEnded: (result) => show({ ...common(), ...endEvent(result) }),
  };
}

const silenceOf = ({ since, reason }: NonNullable<ProgressRecord['unanswered']>) =>
  `no answer about the job since ${since}: ${reason}`;

function throttlingOf({ throttledAt, notBefore, allowed }: ThrottleRecord): string {
  const seconds = Math.ceil((Date.parse(notBefore) - Date.parse(throttledAt)) / 1000);
  return `the server throttles: waiting ${seconds} s, then ${allowed} at a time`;
}

/** The error's name and message, without its stack. */
function reasonOf({ error, cause }: HistoryEvent['details']): string {
  const failure = {
    Error: typeof error === 'string' ? error : 'a step failed',
    Cause: typeof cause === 'string' ? cause : '',
  };
  return `${failure.Error}: ${failureMessage(failure)}`;
}

const isData = (key: string, dataExportId: string) =>
  key.startsWith('fhir/') &&
  !key.startsWith('fhir/export_log/') &&
  !key.startsWith('fhir/attachments/') &&
  key.includes(`/export_id=${dataExportId}/`);

/** The objects of one file share the part of their keys up to the number of the file. */
const fileOf = (key: string) => key.replace(/(\/part-\d+).*$/, '$1');

const counters = ({ resourceCount, batches }: ProgressRecord) => ({
  ...(resourceCount !== undefined && { resourceCount }),
  ...(batches !== undefined && { batches }),
});

/** A job with a plan is complete, although the last recorded poll may say otherwise. */
const completed = ({ batches, ...progress }: ProgressRecord, { resourceCount }: PlanRecord) => ({
  ...counters({ ...progress, ...(resourceCount !== undefined && { resourceCount }) }),
  ...(batches && { batches: { ...batches, running: 0, complete: batches.total } }),
});

function endEvent({ status, files, error }: ExportResult) {
  switch (status) {
    case 'published': {
      const { storedBytes: bytes, lines } = exportTotals(files);
      return { kind: 'published' as const, files: files.length, bytes, lines };
    }
    case 'failed':
      return { kind: 'failed' as const, reason: `${error?.name}: ${error?.message}` };
    case 'skipped':
      return { kind: 'skipped' as const, runningExportId: 'another export of this scope' };
    case 'unchanged':
      return { kind: 'unchanged' as const };
  }
}

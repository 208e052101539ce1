import { ThrottleRecord } from '../../lambdas/4-download/throttle/throttle-record.ts';
import { JobRecord, ProgressRecord } from '../../lambdas/lake/export-records.ts';
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

type WatchDeps = { storage: Pick<Storage, 'read'>; clock: Clock };

/** Follows one export from outside: its history and what lands in the lake become progress events. */
export type ProgressObserver = ExportObserver & {
  onEnded(result: ExportResult): void;
};

export function progressObserver(
  exportId: string,
  source: string,
  show: (event: ProgressEvent) => void,
  { storage, clock }: WatchDeps,
): ProgressObserver {
  const keys = exportKeys(exportId);
  const landed = new Set<string>();
  let dataExportId = exportId;
  let throttledAt = '';
  const about = () => ({ exportId, source, at: clock.now() });
  const heard = async () => {
    const progress = await findRecord(keys.progress, ProgressRecord, storage);
    if (progress) show({ ...about(), kind: 'polled', ...counters(progress.record) });
  };
  /** A resumed export lands where the failed one began. */
  const begun = async () => {
    const job = await findRecord(keys.job, JobRecord, storage);
    dataExportId = job?.record.dataExportId ?? exportId;
  };
  const planned = async () => {
    const plan = (await findRecord(keys.plan, PlanRecord, storage))?.record;
    const progress = await findRecord(keys.progress, ProgressRecord, storage);
    if (!plan) return;
    if (progress) show({ ...about(), kind: 'polled', ...completed(progress.record, plan) });
    show({ ...about(), kind: 'planned', files: plan.files, units: plan.units });
  };
  /** The record is written for each slot that is acquired, too. */
  const throttled = async () => {
    const throttle = (await findRecord(sourceKeys(source).throttle, ThrottleRecord, storage))
      ?.record;
    if (!throttle || throttle.throttledAt === throttledAt) return;
    if (Date.parse(throttle.notBefore) <= clock.now().getTime()) return;
    throttledAt = throttle.throttledAt;
    show({ ...about(), kind: 'trouble', reason: throttlingOf(throttle) });
  };
  return {
    onHistoryEvent({ type, details }) {
      if (type === 'TaskFailed') show({ ...about(), kind: 'trouble', reason: reasonOf(details) });
      // The other states take no time; their names would only flicker.
      if (!/^(Task|Wait|Map)StateEntered$/.test(type)) return;
      if (typeof details.name === 'string')
        show({ ...about(), kind: 'state', state: details.name });
    },
    onStored(key, bytes) {
      if (key === keys.progress) heard().catch(() => {});
      else if (key === keys.job) begun().catch(() => {});
      else if (key === keys.plan) planned().catch(() => {});
      else if (key === sourceKeys(source).throttle) throttled().catch(() => {});
      else if (isData(key, dataExportId)) {
        const file = fileOf(key);
        const files = landed.has(file) ? 0 : 1;
        landed.add(file);
        show({ ...about(), kind: 'stored', files, bytes });
      }
    },
    onEnded: (result) => show({ ...about(), ...ending(result) }),
  };
}

function throttlingOf({ throttledAt, notBefore, allowed }: ThrottleRecord): string {
  const seconds = Math.ceil((Date.parse(notBefore) - Date.parse(throttledAt)) / 1000);
  return `the server asks to wait: ${seconds} s, and then ${allowed} at a time`;
}

/** The error's name and message, and nothing of its stack. */
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

/** Objects of one file have what is before their own number in common. */
const fileOf = (key: string) => key.replace(/(\/part-\d+).*$/, '$1');

const counters = ({ resourceCount, batches }: ProgressRecord) => ({
  ...(resourceCount !== undefined && { resourceCount }),
  ...(batches !== undefined && { batches }),
});

/** A job with a plan is done, though the last poll that was written down had heard of less. */
const completed = ({ batches, ...progress }: ProgressRecord, { resourceCount }: PlanRecord) => ({
  ...counters({ ...progress, ...(resourceCount !== undefined && { resourceCount }) }),
  ...(batches && { batches: { ...batches, running: 0, complete: batches.total } }),
});

function ending({ status, files, error }: ExportResult) {
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

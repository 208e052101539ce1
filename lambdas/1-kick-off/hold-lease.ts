import { scopeKeys } from '../lake/keys.ts';
import { acquireLease, type LeaseClaim, releaseLease } from '../lake/lease.ts';
import type { SettlementDeps } from '../settlement/finish-publication.ts';
import { settleExport } from '../settlement/settle-export.ts';
import type { Executions } from '../workflow/executions.ts';

export type HoldLeaseDeps = SettlementDeps & { executions: Executions };

/** Ours, or held by an export that is still running. */
type Held = { kind: 'acquired' } | { kind: 'running'; exportId: string };

/** DescribeExecution is eventually consistent: it may not find an execution that has just started. */
const KNOWN_AFTER_MILLISECONDS = 5 * 60 * 1000;

/**
 * Acquires the lease of a scope. If the holder's execution no longer runs, it died without cleaning up:
 * it is settled first (published or abandoned), so that this export begins where it ended. The holder
 * of another state machine, such as that of a laptop with the same bucket, is never settled: only that
 * state machine knows whether it runs.
 */
export async function holdLease(claim: LeaseClaim, deps: HoldLeaseDeps): Promise<Held> {
  const leased = await acquireLease(claim, deps);
  if (leased.kind === 'acquired') return leased;
  if (stateMachineOf(leased.executionArn) !== stateMachineOf(claim.executionArn))
    return heldElsewhere(leased.exportId, claim, deps);
  const holder = await deps.executions.describe(leased.exportId);
  const isYoung = deps.clock.now().getTime() - leased.since.getTime() < KNOWN_AFTER_MILLISECONDS;
  if (holder ? holder.status === 'RUNNING' : isYoung)
    return { kind: 'running', exportId: leased.exportId };
  const dead = { exportId: leased.exportId, source: claim.source };
  deps.log.warn('kick-off.settles-predecessor', dead);
  const failure = { Error: 'ExecutionLost', Cause: 'the execution ended without cleaning up' };
  await settleExport({ ...dead, failure }, deps);
  await releaseLease({ ...claim, exportId: dead.exportId }, deps.storage);
  return holdLease(claim, deps);
}

/** An execution's ARN without its name. */
const stateMachineOf = (executionArn: string) => executionArn.replace(/:[^:]*$/, '');

function heldElsewhere(
  exportId: string,
  { source, scope }: LeaseClaim,
  { log }: HoldLeaseDeps,
): Held {
  const lease = scopeKeys(source, scope).lease;
  log.warn('kick-off.lease-held-elsewhere', { source, holder: exportId, lease });
  return { kind: 'running', exportId };
}

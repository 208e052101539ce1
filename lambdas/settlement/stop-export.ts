import type { Storage } from '../lake/storage.ts';
import type { Executions } from '../workflow/executions.ts';
import { decide } from './decision.ts';

/**
 * Gives a running export up and stops its execution; the status-change event brings the clean-up. The
 * decision is written first, so that a cancel and a publish have one winner (O7), and so that a Kick
 * off under way sees that it is not wanted any more (O8). False where it is being published already.
 */
export async function stopExport(
  exportId: string,
  cause: string,
  { storage, executions }: { storage: Storage; executions: Executions },
): Promise<boolean> {
  if ((await decide(exportId, 'abandon', storage, 'Cancelled')) === 'publish') return false;
  await executions.stop(exportId, 'Cancelled', cause);
  return true;
}

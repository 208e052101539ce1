import type { StepHandler } from '../../lambdas/workflow/step.ts';
import type { StatusChange } from '../executions/status-change.ts';

/** Lambda's limit of the clean-up function, as `infra/functions/steps.ts` sets it. */
const REMAINING_MILLISECONDS = 5 * 60 * 1000;

/** As EventBridge, which tries an event again when its target fails. */
const TRIES = 3;

/** For a machine under a customer key, as ours is, AWS leaves out what an execution was about. */
function asEncrypted(event: StatusChange) {
  const { input: _, output: __, error: ___, cause: ____, ...detail } = event.detail;
  return { ...event, detail };
}

/** The rule that calls Clean up for an execution that was aborted, timed out or failed. */
export const statusChangeRule =
  (cleanUp: StepHandler<unknown> | undefined) =>
  async (event: StatusChange): Promise<void> => {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      try {
        await cleanUp?.(asEncrypted(event), {
          getRemainingTimeInMillis: () => REMAINING_MILLISECONDS,
        });
        return;
      } catch {
        // In AWS the event goes to the dead-letter queue; here the next export of the scope settles it.
      }
    }
  };

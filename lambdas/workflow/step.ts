import type { z } from 'zod';
import { SettingsInvalid } from '../runtime/errors.ts';

/** What a step uses of the Lambda context. */
type StepContext = { getRemainingTimeInMillis(): number };

/** A step as the state machine calls it. */
export type StepHandler<Result> = (event: unknown, context: StepContext) => Promise<Result>;

/**
 * Makes a step's handler: checks the event, then runs the step with its collaborators. Lambda and the
 * laptop use the same handler with different collaborators. Throws SettingsInvalid for another event.
 */
export const step =
  <Schema extends z.ZodType, Deps, Result>(
    schema: Schema,
    run: (
      event: z.infer<Schema>,
      deps: Deps,
      remainingMilliseconds: () => number,
    ) => Promise<Result>,
  ) =>
  (deps: Deps): StepHandler<Result> =>
  async (event, context) => {
    const checked = schema.safeParse(event);
    if (!checked.success) throw new SettingsInvalid(`no event of this step: ${checked.error}`);
    return run(checked.data, deps, () => context.getRemainingTimeInMillis());
  };

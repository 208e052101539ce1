import type { z } from 'zod';
import { SettingsInvalid } from '../runtime/errors.ts';

/** What a step may ask of the Lambda it runs in. */
type StepContext = { getRemainingTimeInMillis(): number };

/** A step as the state machine calls it. */
export type StepHandler<Result> = (event: unknown, context: StepContext) => Promise<Result>;

/**
 * Makes a step's handler from its event's schema and its function: the event is checked, the
 * collaborators are handed in. In Lambda and on a laptop it is the same handler with other
 * collaborators.
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

import { poll } from '../../../lambdas/2-poll/poll.ts';
import { writeRecord } from '../../../lambdas/shared/records/record.ts';
import type { Source } from '../../../lambdas/shared/settings/source.ts';
import { aJob, aSource, EXPORT_ID, keys, STATUS_URL } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

export const STATUS = `GET ${STATUS_URL}`;

/** A job that runs at the server, `ageSeconds` after its kick-off. */
export async function pollWorld(
  answer: Scripted | Scripted[],
  {
    source = aSource(),
    job = aJob(),
    ageSeconds = 0,
  }: { source?: Source; job?: ReturnType<typeof aJob>; ageSeconds?: number } = {},
) {
  const deps = stepDeps({ routes: { [STATUS]: answer }, source });
  await writeRecord(keys.job, job, deps.storage);
  deps.clock.advance(ageSeconds);
  return {
    ...deps,
    poll: () => poll({ exportId: EXPORT_ID, source: 'acme', polls: 0 }, deps),
    has: (key: string) => deps.storage.objects.has(key),
    text: async (key: string) => (await deps.storage.read(key))?.text,
  };
}

/** A body of the job's status. */
export const status = (word: string, more: object = {}): string =>
  JSON.stringify({ status: word, ...more });

import { z } from 'zod';
import type { Wait } from '../definition/simple-states.ts';
import { evaluateInteger, evaluateString } from '../jsonata/evaluate-typed.ts';
import { QueryFailed } from '../states-error.ts';
import { sleep } from '../timing/sleep.ts';
import { settle } from './settle.ts';
import { bindings, type Outcome, type Visit } from './visit.ts';

/** Waits for a number of seconds, or until a time; a time that has passed ends it at once (F14). */
export async function wait(state: Wait, visit: Visit): Promise<Outcome> {
  const { clock } = visit.execution.deps;
  await sleep(await milliseconds(state, visit), clock, visit.signal);
  return { ...(await settle(state, visit, { output: visit.input })), next: state.Next };
}

async function milliseconds({ Seconds, Timestamp }: Wait, visit: Visit): Promise<number> {
  if (Timestamp !== undefined) return (await until(Timestamp, visit)) - now(visit);
  return 1000 * (await evaluateInteger(Seconds ?? 0, 'Seconds', bindings(visit), SECONDS));
}

async function until(template: string, visit: Visit): Promise<number> {
  const text = await evaluateString(template, 'Timestamp', bindings(visit));
  if (OffsetDateTime.safeParse(text).success) return Date.parse(text);
  throw new QueryFailed(
    `The field 'Timestamp' must be an ISO 8601 time with an offset, but was '${text}'.`,
    'Timestamp',
  );
}

const OffsetDateTime = z.iso.datetime({ offset: true });
const SECONDS = { min: 0, max: 99_999_999 };
const now = (visit: Visit) => visit.execution.deps.clock.now().getTime();

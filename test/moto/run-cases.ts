import { setTimeout as sleep } from 'node:timers/promises';
import type { Case, Clients } from '../local/cloud/cases/case.ts';
import type { Comparison } from './comparison.ts';

const CASE_SECONDS = 120;

/** Runs the cases one after another; `holds`, or in a line why the case does not. */
export async function runCases(cases: Case[], clients: Clients): Promise<Map<string, string>> {
  const outcomes = new Map<string, string>();
  for (const { name, run } of cases) outcomes.set(name, await outcomeOf(() => run(clients)));
  return outcomes;
}

/** `holds`, or in a line why it does not. */
export async function outcomeOf(run: () => Promise<void>): Promise<string> {
  const timer = new AbortController();
  const outcome = await Promise.race([
    run().then(() => 'holds', firstLine),
    sleep(CASE_SECONDS * 1000, 'no end', { signal: timer.signal }).catch(() => 'no end'),
  ]);
  timer.abort();
  return outcome;
}

/** How named cases end over the local cloud and over moto; each is told its place among them. */
export async function compareCases<Named extends { name: string }>(
  cases: readonly Named[],
  run: Record<'ours' | 'moto', (each: Named, place: number) => Promise<void>>,
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const [place, each] of cases.entries())
    comparisons.push({
      name: each.name,
      ours: await outcomeOf(() => run.ours(each, place)),
      moto: await outcomeOf(() => run.moto(each, place)),
    });
  return comparisons;
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';

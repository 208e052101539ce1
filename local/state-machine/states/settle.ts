import type { Variables } from '../execution.ts';
import type { Json } from '../json.ts';
import { evaluate } from '../jsonata/evaluate.ts';
import { payload } from '../payload.ts';
import { bindings, type Outcome, type Visit } from './visit.ts';

type Fields = {
  Output?: Json | undefined;
  Assign?: Readonly<Record<string, Json>> | undefined;
};

type Given = {
  /** The output where no `Output` is written. */
  output: Json;
  /** What `$states` has besides input and context. */
  states?: Readonly<Record<string, Json>>;
  /** Where the fields stand in the state, such as `Catch[0]/`. */
  at?: string;
};

/**
 * `Assign` and `Output` of a state, a rule or a catcher. Both read the variables as they were on entry.
 */
export async function settle(
  { Output, Assign }: Fields,
  visit: Visit,
  { output, states = {}, at = '' }: Given,
): Promise<Omit<Outcome, 'next'>> {
  const names = bindings(visit, states);
  const assigned = await assign(Assign ?? {}, visit, `${at}Assign`, names);
  if (Output === undefined) return { output, assigned };
  return { output: await evaluate(Output, `${at}Output`, names), assigned };
}

async function assign(
  fields: Readonly<Record<string, Json>>,
  { name, execution }: Visit,
  at: string,
  names: Readonly<Record<string, unknown>>,
): Promise<Variables> {
  const assigned: Record<string, Json> = {};
  for (const [variable, template] of Object.entries(fields)) {
    const value = await evaluate(template, `${at}/${variable}`, names);
    payload(value, name, execution.measures);
    assigned[variable] = value;
  }
  return assigned;
}

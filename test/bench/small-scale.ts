import { thisMachine } from '../../bench/measure/machine.ts';
import { quickScale, type Scale } from '../../bench/measure/scale.ts';
import type { Bench } from '../../bench/measure/suite.ts';

/** A bench that ends soon, and what it said. */
export function smallBench(changes: Partial<Scale> = {}): { bench: Bench; said: string[] } {
  const said: string[] = [];
  const scale = { ...quickScale, ...changes };
  const tell = (line: string) => void said.push(line);
  return { bench: { scale, machine: thisMachine(), tell, findings: {} }, said };
}

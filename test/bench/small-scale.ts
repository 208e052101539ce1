import { thisMachine } from '../../bench/measure/run-measured.ts';
import { type Bench, quickScale, type Scale } from '../../bench/measure/suite.ts';

/** A bench with a small scale, and the lines that it logs. */
export function smallBench(changes: Partial<Scale> = {}): { bench: Bench; lines: string[] } {
  const lines: string[] = [];
  const scale = { ...quickScale, ...changes };
  const log = (line: string) => void lines.push(line);
  return { bench: { scale, machine: thisMachine(), log, findings: {} }, lines };
}

import type { Comparison } from './comparison.ts';
import type { FlowCase } from './flow-case.ts';
import { flowCases } from './flow-cases.ts';
import { clientOfAccount, letMotoExecute, motosEnd, putItems } from './flow-in-moto.ts';
import { ourEnd } from './flow-in-our-interpreter.ts';

/** A comparison, and why the two differ where that is known. */
export type FlowComparison = Comparison & { explained?: string };

/**
 * Runs small machines through our interpreter and through moto's, and gives how each ended: status,
 * output or error, and the states that were entered. What moto 5.2.1 cannot do: it evaluates no JSONata,
 * so that all values are literal; it refuses the Arguments of a ResultWriter, and a child of a Distributed Map that fails does not fail the Map. Those parts have no
 * second opinion here. Of functions there is only one that does not exist.
 */
export async function compareFlow(motoUrl: string): Promise<FlowComparison[]> {
  await letMotoExecute(motoUrl);
  await putItems(motoUrl);
  const comparisons: FlowComparison[] = [];
  for (const [index, flow] of flowCases.entries()) {
    const { name, explained } = flow;
    const moto = await inMoto(flow, String(100_000_000_000 + index), motoUrl);
    comparisons.push({ name, ours: await ourEnd(flow), moto, ...(explained && { explained }) });
  }
  return comparisons;
}

async function inMoto(flow: FlowCase, accountId: string, motoUrl: string): Promise<string> {
  const client = clientOfAccount(accountId, motoUrl);
  try {
    return await motosEnd(client, flow);
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : error}`;
  } finally {
    client.destroy();
  }
}

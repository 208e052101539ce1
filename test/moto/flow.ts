import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseDefinition } from '../../local/state-machine/parse-definition.ts';
import { runStateMachine } from '../../local/state-machine/run-state-machine.ts';
import { memoryStorage } from '../fakes/memory-storage.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import type { Comparison } from './comparison.ts';
import { type FlowCase, flowCases } from './flow-cases.ts';

/** A comparison, and why the two differ where that is known. */
export type FlowComparison = Comparison & { explained?: string };

/**
 * Runs small machines through our interpreter and through moto's, and gives how each ended: status,
 * output, error, and the states that were entered. What moto 5.2.1 cannot do: it evaluates no JSONata
 * (so values are literal), refuses ItemBatcher, WriterConfig and `Arguments` of a ResultWriter, and knows no failing
 * children of a Distributed Map; those parts have no second opinion here. Functions are not compared either: a
 * task calls one that is not there.
 */
export async function compareFlow(motoUrl: string): Promise<FlowComparison[]> {
  await letMotoExecute(motoUrl);
  const client = new SFNClient({
    endpoint: motoUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const comparisons: FlowComparison[] = [];
  for (const [index, flow] of flowCases.entries()) {
    const { name, explained } = flow;
    const moto = await motosEnd(client, flow, `flow-${index}`);
    comparisons.push({ name, ours: await ourEnd(flow), moto, ...(explained && { explained }) });
  }
  client.destroy();
  return comparisons;
}

async function letMotoExecute(motoUrl: string): Promise<void> {
  const config = { stepfunctions: { execute_state_machine: true }, lambda: { use_docker: false } };
  const body = JSON.stringify(config);
  await fetch(`${motoUrl}/moto-api/config`, { method: 'POST', body });
}

const machine = ({ states }: FlowCase) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
});

async function ourEnd(flow: FlowCase): Promise<string> {
  const result = await runStateMachine(
    parseDefinition(machine(flow)),
    flow.input ?? {},
    { clock: virtualClock(), random: () => 0.5, storage: memoryStorage(), invoke: missing },
    { name: 'flow', arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:flow' },
  );
  const entered = result.history.flatMap(({ type, details }) =>
    type.endsWith('StateEntered') ? [String(details.name)] : [],
  );
  const output = result.status === 'SUCCEEDED' ? JSON.stringify(result.output) : undefined;
  const error = result.status === 'FAILED' ? result.error : undefined;
  return line(result.status, output, error, entered);
}

async function missing(): Promise<never> {
  throw Object.assign(new Error('missing'), { name: 'Lambda.ResourceNotFoundException' });
}

async function motosEnd(client: SFNClient, flow: FlowCase, name: string): Promise<string> {
  try {
    const executionArn = await startInMoto(client, flow, name);
    const { status, output, error } = await untilEnd(client, executionArn);
    const events: HistoryEvent[] = [];
    for await (const page of paginateGetExecutionHistory({ client }, { executionArn }))
      events.push(...(page.events ?? []));
    const entered = events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
    return line(status, output, error, entered);
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : error}`;
  }
}

async function startInMoto(client: SFNClient, flow: FlowCase, name: string): Promise<string> {
  const definition = JSON.stringify(machine(flow));
  const roleArn = 'arn:aws:iam::123456789012:role/local';
  const created = await client.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  const { stateMachineArn } = created;
  const input = JSON.stringify(flow.input ?? {});
  const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn, input }));
  return executionArn;
}

const LONGEST_SECONDS = 60;

async function untilEnd(client: SFNClient, executionArn: string) {
  for (let tries = 0; tries < LONGEST_SECONDS * 10; tries++) {
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (described.status !== 'RUNNING') return described;
    await sleep(100);
  }
  throw new Error(`no end in ${LONGEST_SECONDS} s`);
}

/** States of different branches are entered in any order. */
function line(
  status: string | undefined,
  output: string | undefined,
  error: string | undefined,
  entered: string[],
): string {
  const end = output === undefined ? error : JSON.stringify(JSON.parse(output));
  return [status, end, entered.sort().join(' ')].filter(Boolean).join(' | ');
}

import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { FlowCase } from './flow-case.ts';
import { endLine, machineOf } from './flow-end.ts';
import { ITEMS } from './flow-pieces.ts';

const LONGEST_SECONDS = 60;

/** Without this, moto's executions do nothing. */
export async function letMotoExecute(motoUrl: string): Promise<void> {
  const body = JSON.stringify({ stepfunctions: { execute_state_machine: true } });
  await fetch(`${motoUrl}/moto-api/config`, { method: 'POST', body });
}

/** Puts the items of the Maps into a bucket; moto lets every account read it. */
export async function putItems(endpoint: string): Promise<void> {
  const client = new S3Client({ ...atMoto(endpoint), forcePathStyle: true });
  const { Bucket, Key, text: Body } = ITEMS;
  await client.send(new CreateBucketCommand({ Bucket }));
  await client.send(new PutObjectCommand({ Bucket, Key, Body }));
  client.destroy();
}

const atMoto = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** Each machine needs an account of its own: moto fails to start a second execution in one. */
export function clientOfAccount(accountId: string, endpoint: string): SFNClient {
  const client = new SFNClient(atMoto(endpoint));
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign(Object(args.request).headers, { 'x-moto-account-id': accountId });
      return next(args);
    },
    { step: 'build' },
  );
  return client;
}

/** How a case ends in moto. */
export async function motosEnd(client: SFNClient, flow: FlowCase): Promise<string> {
  const executionArn = await start(client, flow);
  const { status, output, error } = await untilEnd(client, executionArn);
  return endLine({ status, output, error, entered: await enteredStates(client, executionArn) });
}

async function start(client: SFNClient, flow: FlowCase): Promise<string> {
  const definition = JSON.stringify(machineOf(flow));
  const roleArn = 'arn:aws:iam::123456789012:role/local';
  const machine = new CreateStateMachineCommand({ name: 'flow', definition, roleArn });
  const { stateMachineArn } = await client.send(machine);
  const input = JSON.stringify(flow.input ?? {});
  const started = await client.send(new StartExecutionCommand({ stateMachineArn, input }));
  return started.executionArn ?? '';
}

async function untilEnd(client: SFNClient, executionArn: string) {
  for (let tries = 0; tries < LONGEST_SECONDS * 10; tries++) {
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (described.status !== 'RUNNING') return described;
    await sleep(100);
  }
  throw new Error(`no end in ${LONGEST_SECONDS} s`);
}

async function enteredStates(client: SFNClient, executionArn: string): Promise<string[]> {
  const entered: string[] = [];
  for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn }))
    for (const { stateEnteredEventDetails } of events)
      if (stateEnteredEventDetails?.name) entered.push(stateEnteredEventDetails.name);
  return entered;
}

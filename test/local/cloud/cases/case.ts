import assert from 'node:assert/strict';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** SDK clients of one cloud, and a bucket that exists. */
export type Clients = {
  bucket: string;
  s3: S3Client;
  secrets: SecretsManagerClient;
  kms: KMSClient;
  glue: GlueClient;
  events: EventBridgeClient;
};

/** A sentence about a cloud's behavior; `run` rejects if it does not hold. Cases share no names. */
export type Case = { name: string; run(clients: Clients): Promise<void> };

/** Asserts that a call is refused with one of these errors. */
export async function refusedWith(call: Promise<unknown>, ...names: string[]): Promise<void> {
  const outcome = await call.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
  assert.ok(names.includes(outcome), `expected ${names.join(' or ')}, got ${outcome}`);
}

import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import type { Clients } from './case.ts';

type With<Input> = Omit<Partial<Input>, 'Bucket' | 'Key' | 'Body'>;

/** Puts an object and gives the answer. */
export function put(
  { s3, bucket: Bucket }: Clients,
  Key: string,
  Body: string | Buffer | Readable,
  more: With<PutObjectCommandInput> = {},
) {
  return s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
}

/** Gets an object; its body is not read. */
export function get(
  { s3, bucket: Bucket }: Clients,
  Key: string,
  more: With<GetObjectCommandInput> = {},
) {
  return s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
}

/** Asks for an object's headers. */
export const head = ({ s3, bucket: Bucket }: Clients, Key: string) =>
  s3.send(new HeadObjectCommand({ Bucket, Key }));

/** The bytes of an object, or of a range of it. */
export async function bytesOf(clients: Clients, key: string, range?: string): Promise<Buffer> {
  const { Body } = await get(clients, key, range === undefined ? {} : { Range: range });
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** The text of an object. */
export const textOf = async (clients: Clients, key: string): Promise<string> =>
  (await bytesOf(clients, key)).toString();

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Clients } from './case.ts';

/** An open upload, and a part of it, with the SDK's names. */
export type Upload = { Key: string; UploadId: string };
export type Part = { PartNumber: number; ETag: string };

/** Opens an upload. */
export async function create({ s3, bucket: Bucket }: Clients, Key: string): Promise<Upload> {
  const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  return { Key, UploadId };
}

/** Sends one part. */
export async function sendPart(
  { s3, bucket: Bucket }: Clients,
  upload: Upload,
  PartNumber: number,
  Body: Buffer,
): Promise<Part> {
  const command = new UploadPartCommand({ Bucket, ...upload, PartNumber, Body });
  const { ETag = '' } = await s3.send(command);
  return { PartNumber, ETag };
}

/** Completes an upload, with `If-None-Match` where it is given. */
export function complete(
  { s3, bucket: Bucket }: Clients,
  upload: Upload,
  Parts: Part[],
  ifNoneMatch?: string,
) {
  const condition = ifNoneMatch === undefined ? {} : { IfNoneMatch: ifNoneMatch };
  const input = { Bucket, ...upload, MultipartUpload: { Parts }, ...condition };
  return s3.send(new CompleteMultipartUploadCommand(input));
}

/** Aborts an upload. */
export const abort = ({ s3, bucket: Bucket }: Clients, upload: Upload) =>
  s3.send(new AbortMultipartUploadCommand({ Bucket, ...upload }));

/** The numbers of the uploaded parts. */
export async function partsOf({ s3, bucket: Bucket }: Clients, upload: Upload) {
  const { Parts } = await s3.send(new ListPartsCommand({ Bucket, ...upload }));
  return Parts?.map(({ PartNumber }) => PartNumber) ?? [];
}

/** The open uploads below a prefix. */
export async function openUploads({ s3, bucket: Bucket }: Clients, Prefix: string) {
  const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix }));
  return Uploads?.map(({ Key, UploadId }) => ({ Key, UploadId })) ?? [];
}

import {
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

/** Open multipart uploads below a prefix, over all pages. */
export async function openUploads(client: S3Client, bucket: string, prefix: string) {
  const uploads: { key: string; uploadId: string }[] = [];
  let page: ListMultipartUploadsCommandOutput | undefined;
  do {
    const where = { Bucket: bucket, Prefix: prefix, ...after(page) };
    page = await client.send(new ListMultipartUploadsCommand(where));
    for (const { Key, UploadId } of page.Uploads ?? [])
      if (Key && UploadId) uploads.push({ key: Key, uploadId: UploadId });
  } while (page.IsTruncated);
  return uploads;
}

const after = (page: ListMultipartUploadsCommandOutput | undefined) => ({
  ...(page?.NextKeyMarker && { KeyMarker: page.NextKeyMarker }),
  ...(page?.NextUploadIdMarker && { UploadIdMarker: page.NextUploadIdMarker }),
});

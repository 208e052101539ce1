import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { request } from 'undici';
import { ownJob, tellMemory } from './job.ts';

/** The usual way, all by default: a stream of `undici` into the SDK's uploader. It looks at no line. */
async function run(): Promise<void> {
  const { sink, files } = ownJob();
  const client = new S3Client({
    ...{ endpoint: sink, region: 'us-east-1', forcePathStyle: true },
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  for (const [i, { url, type }] of files.entries()) {
    const { body } = await request(url);
    const params = { Bucket: 'lake', Key: `fhir/${type}/part-${i + 1}.ndjson`, Body: body };
    await new Upload({ client, params }).done();
  }
  tellMemory();
}

await run();
process.exit();

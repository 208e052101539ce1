import '../runtime/zod-jitless.ts';
import { lakeDeps, lambdaHandler } from '../aws/lambda-handler.ts';
import { putDataFor } from '../aws/s3/direct-put.ts';
import { sourceDeps } from '../aws/source-deps.ts';
import { defaultSizes } from '../runtime/sizes.ts';
import { DownloadEvent } from '../workflow/events.ts';
import { step } from '../workflow/step.ts';
import { download } from './download.ts';

export const withDeps = step(DownloadEvent, download);

export const handler = lambdaHandler(withDeps, (observed, aws) => {
  const { transport, ...source } = sourceDeps(aws);
  const lake = lakeDeps(aws, observed, putDataFor(transport));
  return { ...lake, ...source, random: Math.random, sizes: defaultSizes };
});

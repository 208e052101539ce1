import '../shared/zod-at-once.ts';
import { lakeDeps } from '../shared/aws/lake-deps.ts';
import { lambdaHandler } from '../shared/aws/lambda-handler.ts';
import { putOver } from '../shared/aws/s3/put-over.ts';
import { sourceDeps } from '../shared/aws/source-deps.ts';
import { step } from '../shared/step.ts';
import { DownloadEvent } from '../shared/workflow.ts';
import { download } from './download.ts';
import { usualSizes } from './sizes.ts';

export const withDeps = step(DownloadEvent, download);

export const handler = lambdaHandler(withDeps, (observed, aws) => {
  const { transport, ...source } = sourceDeps(aws);
  const lake = lakeDeps(aws, observed, putOver(transport));
  return { ...lake, ...source, random: Math.random, sizes: usualSizes };
});

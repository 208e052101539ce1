import '../shared/zod-at-once.ts';
import { lakeDeps } from '../shared/aws/lake-deps.ts';
import { lambdaHandler } from '../shared/aws/lambda-handler.ts';
import { putOver } from '../shared/aws/s3/put-over.ts';
import { sourceDeps } from '../shared/aws/source-deps.ts';
import { step } from '../shared/step.ts';
import { DownloadEvent } from '../shared/workflow.ts';
import { type DownloadDeps, download } from './download.ts';
import { usualSizes } from './sizes.ts';

export const withDeps = step(
  DownloadEvent,
  (event, deps: Omit<DownloadDeps, 'sizes'>, remainingMilliseconds) =>
    download(event, { ...deps, sizes: usualSizes }, remainingMilliseconds),
);

export const handler = lambdaHandler(withDeps, (observed, aws) => {
  const { transport, ...source } = sourceDeps(aws);
  return { ...lakeDeps(aws, observed, putOver(transport)), ...source, random: Math.random };
});

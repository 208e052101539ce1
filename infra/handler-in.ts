import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { inRepository } from './repository.ts';

/** What every function is made of: a `handler.ts` in a folder under `lambdas/`, on Node 24 and arm64. */
export const handlerIn = (folder: string) => ({
  entry: inRepository(`lambdas/${folder}/handler.ts`),
  projectRoot: inRepository('.'),
  depsLockFilePath: inRepository('package-lock.json'),
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
});

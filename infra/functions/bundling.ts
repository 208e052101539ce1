import { dirname, join } from 'node:path';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { inRepository } from './repository.ts';

/** Entry and runtime of a function: the `handler.ts` of a folder in `lambdas/`, on Node 24 and arm64. */
export const handlerProps = (folder: string) => ({
  entry: inRepository(`lambdas/${folder}/handler.ts`),
  projectRoot: inRepository('.'),
  depsLockFilePath: inRepository('package-lock.json'),
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
});

/**
 * The esbuild options: one tree-shaken file with all dependencies inside, so that the tested versions
 * run (decision 13). CommonJS, because an ES module that imports a Node module reads all its exports,
 * and some of them load much more. Names are not minified: the state machine's `Retry` matches error
 * names, and esbuild's `keepNames` costs a call for every function.
 */
export const functionBuild = {
  format: 'cjs',
  target: 'node24',
  minifySyntax: true,
  minifyWhitespace: true,
  mainFields: ['module', 'main'],
} as const;

/** Bundles a function with the local esbuild. `files` are copied into the bundle: new name to source path. */
export const bundling = (files: Readonly<Record<string, string>>): BundlingOptions => ({
  format: OutputFormat.CJS,
  target: functionBuild.target,
  logLevel: LogLevel.WARNING,
  mainFields: [...functionBuild.mainFields],
  esbuildArgs: {
    '--minify-syntax': functionBuild.minifySyntax,
    '--minify-whitespace': functionBuild.minifyWhitespace,
  },
  bundleAwsSDK: true,
  externalModules: [],
  commandHooks: {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (_, outputFolder) =>
      Object.entries(files).flatMap(([name, file]) => {
        const target = join(outputFolder, name);
        return [`mkdir -p "${dirname(target)}"`, `cp "${file}" "${target}"`];
      }),
  },
});

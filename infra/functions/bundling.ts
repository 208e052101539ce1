import { dirname, join } from 'node:path';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { inRepository } from '../repository.ts';

/** What every function is made of: a `handler.ts` in a folder under `lambdas/`, on Node 24 and arm64. */
export const handlerProps = (folder: string) => ({
  entry: inRepository(`lambdas/${folder}/handler.ts`),
  projectRoot: inRepository('.'),
  depsLockFilePath: inRepository('package-lock.json'),
  runtime: Runtime.NODEJS_24_X,
  architecture: Architecture.ARM_64,
});

/**
 * What esbuild is told of a function: one file, shaken, with all that it needs inside, so that what was
 * tested is what runs (0013). It is CommonJS, as an ES module's import of a module of Node's reads every
 * export of it, and some load much more. Names stay as they are: an error's name is its contract with
 * the state machine's `Retry`, and keeping them beside shorter ones costs a call for every function.
 */
export const functionBuild = {
  format: 'cjs',
  target: 'node24',
  minifySyntax: true,
  minifyWhitespace: true,
  mainFields: ['module', 'main'],
} as const;

/** How a function is bundled, by the local esbuild. `besides` are the files that are laid beside it, by their new name. */
export const bundling = (besides: Readonly<Record<string, string>>): BundlingOptions => ({
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
      Object.entries(besides).flatMap(([name, file]) => {
        const target = join(outputFolder, name);
        return [`mkdir -p "${dirname(target)}"`, `cp "${file}" "${target}"`];
      }),
  },
});

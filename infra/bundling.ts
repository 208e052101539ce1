import { dirname, join } from 'node:path';
import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/**
 * How a function is bundled: by the local esbuild, minified and shaken, in one ES module with all that
 * it needs inside, so that what was tested is what runs. `besides` are the files that are laid beside
 * it, by their new name.
 */
export const bundling = (besides: Readonly<Record<string, string>>): BundlingOptions => ({
  format: OutputFormat.ESM,
  target: 'node24',
  logLevel: LogLevel.WARNING,
  minify: true,
  // An error's name is its contract with the state machine's Retry.
  keepNames: true,
  mainFields: ['module', 'main'],
  bundleAwsSDK: true,
  externalModules: [],
  banner: REQUIRE,
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

/** CommonJS packages inside an ES module call `require` for Node's own modules. */
const REQUIRE =
  "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";

import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/**
 * How a function is bundled: by the local esbuild, in one ES module with the SDK inside, so that
 * what was tested is what runs. The settings are laid beside it.
 */
export const bundling = (sourcesFile: string): BundlingOptions => ({
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
    afterBundling: (_, outputFolder) => [`cp "${sourcesFile}" "${outputFolder}/sources.json"`],
  },
});

/** CommonJS packages inside an ES module call `require` for Node's own modules. */
const REQUIRE =
  "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";

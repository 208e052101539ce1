import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { z } from 'zod';
import { readSettings, type Sources } from '../lambdas/settings/sources.ts';
import { keySetFilesOf } from './credentials/public-keys.ts';
import { inRepository } from './functions/repository.ts';
import { SluiceStack } from './stack.ts';

/** Name of the stack and of its state machine. */
export const STACK = 'Sluice';

export type BuildOptions = {
  sourcesFile: string;
  /** `false`: the template only, without bundles and validation, in a tenth of the time. */
  bundle: boolean;
  outdir?: string;
};

/** The CDK app for a settings file. Throws SettingsInvalid. */
export function buildApp(options: BuildOptions): App {
  const { sources } = readSettings(options.sourcesFile);
  return createApp(sources, keySetFilesOf(sources, options.sourcesFile), options);
}

/** The template of `cdk synth`, synthesized in this process without bundles. Throws SettingsInvalid. */
export function synthesizeTemplate(from: { sourcesFile: string } | { sources: Sources }): unknown {
  const outdir = mkdtempSync(join(tmpdir(), 'sluice-synth-'));
  try {
    const options = { bundle: false, outdir };
    const app =
      'sources' in from
        ? createApp(from.sources, [], { ...options, sourcesFile: 'sources.json' })
        : buildApp({ ...options, sourcesFile: from.sourcesFile });
    return app.synth().getStackByName(STACK).template;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function createApp(
  sources: Sources,
  keySetFiles: readonly string[],
  { sourcesFile, bundle, outdir }: BuildOptions,
): App {
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: bundle,
    treeMetadata: bundle,
    stackTraces: bundle,
    context: { ...cdkContext(), ...(bundle ? {} : { 'aws:cdk:bundling-stacks': [] }) },
    ...(outdir && { outdir }),
  });
  const database = DatabaseName.parse(app.node.getContext('database'));
  const files = { sourcesFile: resolve(sourcesFile), keySetFiles };
  new SluiceStack(app, STACK, { sources, ...files, database });
  return app;
}

const DatabaseName = z.string().regex(/^[a-z0-9_]{1,255}$/, 'the name of a Glue database');

/** The feature flags of `cdk.json`, which only the CLI reads by itself. */
const cdkContext = () =>
  z
    .looseObject({ context: z.record(z.string(), z.json()) })
    .parse(JSON.parse(readFileSync(inRepository('cdk.json'), 'utf8'))).context;

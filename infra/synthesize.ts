import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { z } from 'zod';
import { readSettings, type Sources } from '../lambdas/settings/sources.ts';
import { keySetFilesOf } from './credentials/public-keys.ts';
import { inRepository } from './repository.ts';
import { SluiceStack } from './stack.ts';

/** Name of the stack, and of the state machine within. */
export const STACK = 'Sluice';

export type BuildOptions = {
  sourcesFile: string;
  /** False for who only looks at the template: no bundles, no validation, a tenth of the time. */
  bundle: boolean;
  outdir?: string;
};

/** The CDK app over a `sources.json`. Throws SettingsInvalid where that is wrong. */
export function buildApp(options: BuildOptions): App {
  const { sources } = readSettings(options.sourcesFile);
  return appOver(sources, keySetFilesOf(sources, options.sourcesFile), options);
}

/**
 * The template that `cdk synth` writes, made in this process and without bundles. Throws
 * SettingsInvalid.
 */
export function synthesizeTemplate(from: { sourcesFile: string } | { sources: Sources }): unknown {
  const outdir = mkdtempSync(join(tmpdir(), 'sluice-synth-'));
  try {
    const options = { bundle: false, outdir };
    const app =
      'sources' in from
        ? appOver(from.sources, [], { ...options, sourcesFile: 'sources.json' })
        : buildApp({ ...options, sourcesFile: from.sourcesFile });
    return app.synth().getStackByName(STACK).template;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function appOver(
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

/** Only the CLI reads `cdk.json`; without its flags the same code gives another template. */
const cdkContext = () =>
  z
    .looseObject({ context: z.record(z.string(), z.json()) })
    .parse(JSON.parse(readFileSync(inRepository('cdk.json'), 'utf8'))).context;

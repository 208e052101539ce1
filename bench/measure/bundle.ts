import { build } from 'esbuild';
import { functionBuild } from '../../infra/functions/bundling.ts';

/**
 * Bundles a module as the stack bundles its functions, and gives the size in bytes. An `outfile` that ends in
 * `.mjs` becomes an ES module. `isReadable` keeps names, for a profile.
 */
export async function bundle(entry: string, outfile: string, isReadable = false): Promise<number> {
  const result = await build({
    ...functionBuild,
    ...{ entryPoints: [entry], outfile, bundle: true, platform: 'node' },
    mainFields: [...functionBuild.mainFields],
    ...(isReadable && { minifySyntax: false, minifyWhitespace: false }),
    ...(outfile.endsWith('.mjs') && { format: 'esm', banner: { js: REQUIRE } }),
    ...{ metafile: true, logLevel: 'error', absWorkingDir: import.meta.dirname },
  });
  return Object.values(result.metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** CommonJS packages inside an ES module call `require` for Node's own modules. */
const REQUIRE =
  "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";

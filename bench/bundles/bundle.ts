import { build } from 'esbuild';
import { bundling } from '../../infra/bundling.ts';

/** Bundles a module as the stack bundles its functions, and gives the size of that in bytes. */
export async function bundle(entry: string, outfile: string): Promise<number> {
  const { target, minify, keepNames, mainFields, banner } = bundling({});
  const result = await build({
    ...{ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm' },
    ...(target !== undefined && { target }),
    ...(minify !== undefined && { minify }),
    ...(keepNames !== undefined && { keepNames }),
    ...(mainFields !== undefined && { mainFields }),
    ...(banner !== undefined && { banner: { js: banner } }),
    ...{ metafile: true, logLevel: 'error', absWorkingDir: import.meta.dirname },
  });
  return Object.values(result.metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}

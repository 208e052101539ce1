import type { LandedType } from '../lake/landed-type.ts';
import type { ScanPlace } from '../lake/open-file.ts';
import type { Sizes } from '../runtime/sizes.ts';
import type { ContentScanner } from './content-scanner.ts';
import { lineScanner } from './line-scanner.ts';

/**
 * Parses every line of a file: what `structuralScanner` proves, and that all of it is JSON (D10). `read`
 * is told of every resource.
 */
export function fullScanner(
  landed: LandedType,
  { line }: Pick<Sizes, 'line'>,
  start?: ScanPlace,
  read?: (resource: Record<string, unknown>) => void,
): ContentScanner {
  const sizes = { line, keptLine: Infinity };
  const look = { evident: () => () => false, sizes, ...(read && { read }) };
  return lineScanner(landed, look, start);
}

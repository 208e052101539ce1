import type { LandedType } from '../../shared/records/landed-type.ts';
import type { ContentScanner } from './content-scanner.ts';
import { lineScanner } from './line-scanner.ts';

/**
 * Parses every line of a file: what `structuralScanner` proves, and that all of it is JSON (D10). `read`
 * is told of every resource.
 */
export function fullScanner(
  landed: LandedType,
  read?: (resource: Record<string, unknown>) => void,
): ContentScanner {
  return lineScanner(landed, {
    ...{ evident: () => () => false, keptBytes: Infinity },
    ...(read && { read }),
  });
}

import type { LandedType } from '../../shared/records/landed-type.ts';
import type { Source } from '../../shared/settings/source.ts';
import type { ContentScanner } from './content-scanner.ts';
import { fullScanner } from './full-scanner.ts';
import { structuralScanner } from './structural-scanner.ts';

/** How a file is looked at: as the source wants it, and whole where somebody reads its resources. */
export const scannerOf = (
  landed: LandedType,
  verify: Source['verify'],
  read?: (resource: Record<string, unknown>) => void,
): ContentScanner =>
  verify === 'full' || read ? fullScanner(landed, read) : structuralScanner(landed);

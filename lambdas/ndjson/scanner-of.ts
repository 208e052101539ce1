import type { LandedType } from '../lake/landed-type.ts';
import type { ScanPlace } from '../lake/open-file.ts';
import type { Sizes } from '../runtime/sizes.ts';
import type { Source } from '../settings/source.ts';
import type { ContentScanner } from './content-scanner.ts';
import { fullScanner } from './full-scanner.ts';
import { structuralScanner } from './structural-scanner.ts';

type Looking = {
  verify: Source['verify'];
  sizes: Sizes;
  /** Where an earlier call has stopped. */
  start?: ScanPlace | undefined;
  read?: ((resource: Record<string, unknown>) => void) | undefined;
};

/** How a file is looked at: as the source wants it, and whole where somebody reads its resources. */
export const scannerOf = (
  landed: LandedType,
  { verify, sizes, start, read }: Looking,
): ContentScanner =>
  verify === 'full' || read
    ? fullScanner(landed, sizes, start, read)
    : structuralScanner(landed, sizes, start);

import { filesOfSizes } from './files-of-sizes.ts';

/** Files around the real size limits (D19, S7). */
filesOfSizes(1024 ** 2);

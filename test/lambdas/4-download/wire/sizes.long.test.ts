import { filesOfSizes } from './files-of-sizes.ts';

/** Files of the sizes at which something else begins in AWS (D19, S7). */
filesOfSizes(1024 ** 2);

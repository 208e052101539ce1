import { filesOfSizes } from './files-of-sizes.ts';

/** D19, S7: files of the sizes at which something else begins in AWS. */
filesOfSizes(1024 ** 2);

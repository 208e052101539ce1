import { filesOfSizes } from './files-of-sizes.ts';

/**
 * Files of the sizes at which something else begins (D19, S7). Not so small that the memory of sockets or
 * compressors holds a whole object.
 */
filesOfSizes(64 * 1024);

import { filesOfSizes } from './files-of-sizes.ts';

/**
 * D19, S7: files of the sizes at which something else begins. Not so small that the memory of sockets or
 * compressors holds a whole object.
 */
filesOfSizes(64 * 1024);

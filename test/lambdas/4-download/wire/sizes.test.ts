import { filesOfSizes } from './files-of-sizes.ts';

/**
 * Files around the size limits (D19, S7). Not so small that the memory of sockets or compressors holds a
 * whole object.
 */
filesOfSizes(64 * 1024);

import type { Explanations } from './comparison.ts';

const NO_CHECKSUMS = 'moto does not check what a client declares of its body';
const A_FOLDER = 'S3 takes such keys; a plain folder cannot';
const NO_LIMITS = "moto does not enforce Glue's limits";

/** Where moto 5.2 and the local cloud differ, by the case's name, and why. */
export const knownDisagreements: Explanations = new Map([
  ['a body that does not have its declared CRC32 is BadDigest and not stored (S8)', NO_CHECKSUMS],
  ['a body that does not have its declared CRC32C is BadDigest and not stored (S8)', NO_CHECKSUMS],
  ['a body that does not have its declared SHA-256 is BadDigest and not stored (S8)', NO_CHECKSUMS],
  ['a body that does not have its declared MD5 is BadDigest and not stored (S8)', NO_CHECKSUMS],
  [
    'a stream that is shorter than its declared length is IncompleteBody and not stored',
    NO_CHECKSUMS,
  ],
  [
    'a key with dot segments is refused for reading and writing (M8)',
    'S3 refuses ".." too; moto takes it',
  ],
  ['a key that no file can have is refused for reading and writing (M8)', A_FOLDER],
  ['a key in the state folder is refused for reading and writing (M8)', A_FOLDER],
  ['a key and a key below it cannot both be files', A_FOLDER],
  ['a key may have 1,024 bytes of UTF-8 and no more', 'moto has no limit'],
  ['parts out of order are InvalidPartOrder', 'moto takes them in any order'],
  [
    'sending a part of an aborted upload, or completing it, is NoSuchUpload',
    'moto answers 500 and a page of HTML',
  ],
  ['a message of more than 4,096 bytes is not signed', 'moto has no limit'],
  [
    'open uploads are listed in the order of their keys, whatever their age',
    'moto lists them by age',
  ],
  ['an upload id belongs to its key', "moto looks at the upload's id only"],
  ['names of databases and tables are stored in lower case', 'moto keeps the case'],
  ['a partition key with the name of a column is refused', NO_LIMITS],
  ['a column type beyond 131,072 characters is refused', NO_LIMITS],
  ['100 partitions in one call are created; 101 are refused, and none is created', NO_LIMITS],
  ['a partition with more or fewer values than the table has keys is refused', NO_LIMITS],
  ['more than 25 partitions to delete in one call are refused', NO_LIMITS],
]);

import { type Case, refusedWith } from './case.ts';
import { get, put } from './objects.ts';

const HOSTILE = [
  '../outside',
  'keys/../../outside',
  'keys/./x',
  'keys//x',
  '/keys/x',
  'keys/x/',
  'keys\\..\\x',
  'keys/\u0000x',
  '.sluice/secrets/x',
  '.SLUICE/secrets/x',
];

const refusals = HOSTILE.map((key) => ({
  name: `the key ${JSON.stringify(key)} is refused for reading and writing (M8)`,
  async run(clients: Parameters<Case['run']>[0]) {
    await refusedWith(put(clients, key, 'x'), 'InvalidArgument', 'InvalidURI');
    await refusedWith(get(clients, key), 'InvalidArgument', 'InvalidURI');
  },
}));

export const keyCases: Case[] = [
  ...refusals,
  {
    name: 'a key may have 1,024 bytes of UTF-8 and no more',
    async run(clients) {
      const longest = `keys/${`${'ä'.repeat(100)}/`.repeat(5)}${'x'.repeat(14)}`;
      await put(clients, longest, 'x');
      await refusedWith(put(clients, `${longest}x`, 'x'), 'KeyTooLongError');
    },
  },
  {
    name: 'a key and a key below it cannot both be files',
    async run(clients) {
      await put(clients, 'keys/file', 'x');
      await refusedWith(put(clients, 'keys/file/below', 'x'), 'InvalidArgument');
      await put(clients, 'keys/folder/below', 'x');
      await refusedWith(put(clients, 'keys/folder', 'x'), 'InvalidArgument');
      const create = put(clients, 'keys/folder', 'x', { IfNoneMatch: '*' });
      await refusedWith(create, 'InvalidArgument');
    },
  },
];

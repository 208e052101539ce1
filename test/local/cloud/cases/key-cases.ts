import { type Case, refusedWith } from './case.ts';
import { get, put } from './objects.ts';

/** Invalid keys, by what is wrong with them. */
const hostile = {
  'a key with dot segments': ['../outside', 'keys/../../outside', 'keys/./x', '..', 'keys/..'],
  'a key that no file can have': ['keys//x', '/keys/x', 'keys/x/', 'keys\\..\\x', 'keys/\u0000x'],
  'a key in the state folder': ['.sluice', '.sluice/secrets/x', '.SLUICE/x', '.\u017fluice/x'],
};

const refusals = Object.entries(hostile).map(([what, keys]) => ({
  name: `${what} is refused for reading and writing (M8)`,
  async run(clients: Parameters<Case['run']>[0]) {
    for (const key of keys) {
      await refusedWith(put(clients, key, 'x'), 'InvalidArgument', 'InvalidURI');
      await refusedWith(get(clients, key), 'InvalidArgument', 'InvalidURI');
    }
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

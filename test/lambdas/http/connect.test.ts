import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPublicAddress } from '../../../lambdas/http/connect.ts';

const isPublic = ['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '2600::1', '::ffff:8.8.8.8'];
for (const address of isPublic)
  test(`${address} is public`, () => assert(isPublicAddress(address)));

const isNot: [string, string[]][] = [
  ['this host', ['0.0.0.0', '127.0.0.1', '127.255.255.254', '::', '::1']],
  ['a private network', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fc00::1']],
  ['AWS’s own', ['169.254.169.254', '169.254.170.2', 'fd00:ec2::254']],
  ['a carrier’s network', ['100.64.0.1', '100.127.255.255']],
  ['a link', ['fe80::1', 'fe80::1%eth0']],
  ['IPv4 in IPv6', ['::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::127.0.0.1', '::7f00:1']],
  ['IPv4 behind a translator', ['64:ff9b::7f00:1', '64:ff9b:1::a00:1', '2002:7f00:1::']],
  ['several at once', ['224.0.0.1', '255.255.255.255', 'ff02::1']],
  ['reserved', ['192.0.0.8', '198.18.0.1', '240.0.0.1', '2001:db8::1', '4000::1', 'fec0::1']],
  ['no address', ['', 'localhost', '1.2.3', '0x7f.0.0.1', '2130706433', '8.8.8.8:80', ' 8.8.8.8']],
];
for (const [what, addresses] of isNot)
  for (const address of addresses)
    test(`"${address}" is ${what} and not public (invariant 7)`, () => {
      assert.equal(isPublicAddress(address), false);
    });

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawServer } from '../../../fakes/raw-server.ts';
import { get, TRANSPORTS } from '../both-transports.ts';

/** No spelling of an address leads inside, unless a source is private (invariant 7). */

const loopback = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0x7F.0.0.0x1',
  '017700000001',
  '0177.0.0.01',
  '127.0.0.1.',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  '127.0.0.%31',
  '0',
  '0.0.0.0',
  '[::1]',
  '[::]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
];
const inside = [
  '169.254.169.254',
  '0xA9FEA9FE',
  '2852039166',
  '0251.0376.0251.0376',
  '169.254.43518',
  '[::ffff:169.254.169.254]',
  '[fd00:ec2::254]',
  '169.254.170.2',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '100.64.0.1',
  '[fe80::1]',
  '[fc00::1]',
  '224.0.0.1',
  '255.255.255.255',
];

for (const [transport, open] of TRANSPORTS) {
  const ask = (url: string, isPrivate = false) => open()(get(url, { private: isPrivate }));

  for (const host of loopback)
    test(`${transport}: https://${host} is refused before it connects`, async (context) => {
      const { port, connections } = await rawServer(context, [{ bytes: 'hello', ends: 'closed' }]);
      await assert.rejects(ask(`https://${host}:${port}/`), {
        name: 'ConnectionFailed',
        message: 'the address is not public',
        sent: false,
      });
      assert.equal(connections(), 0);
    });

  for (const host of inside)
    test(`${transport}: https://${host} is refused`, async () => {
      await assert.rejects(ask(`https://${host}/latest/meta-data`), {
        message: 'the address is not public',
        sent: false,
      });
    });

  for (const host of ['localhost', 'LOCALHOST', 'localhost.', 'a.localhost'])
    test(`${transport}: the name ${host} is refused by the address it leads to, and hears no request`, async (context) => {
      const { port, received } = await rawServer(context, [{ bytes: 'hello', ends: 'closed' }]);
      await assert.rejects(ask(`https://${host}:${port}/marker`), {
        name: 'ConnectionFailed',
        sent: false,
      });
      assert.doesNotMatch(received(), /marker/);
    });

  test(`${transport}: localhost is refused because of its address`, async (context) => {
    const { port } = await rawServer(context, [{ bytes: 'hello', ends: 'closed' }]);
    await assert.rejects(ask(`https://localhost:${port}/`), { message: /address is not public$/ });
  });

  test(`${transport}: plain http is refused, also to a public name`, async () => {
    await assert.rejects(ask('http://analytics.example/'), {
      name: 'ConnectionFailed',
      message: 'only https is allowed, unless the source is private',
      sent: false,
    });
  });

  test(`${transport}: a private source reaches its server on loopback`, async (context) => {
    const { port } = await rawServer(context, [
      { bytes: 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n' },
    ]);
    const response = await ask(`http://localhost:${port}/`, true);
    response.body.resume();
    assert.equal(response.status, 200);
  });
}

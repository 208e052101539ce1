import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { listen } from '../../../local/cloud/listen.ts';
import type { CloudService } from '../../../local/cloud/service.ts';
import { cloudOver, withFolder } from './local-cloud.ts';

/** Runs a function with a cloud behind a socket, and closes the socket afterwards. */
async function withCloud(use: (url: string, cloud: CloudService) => Promise<void>): Promise<void> {
  await withFolder(async (directory) => {
    const cloud = cloudOver(directory);
    const { url, close } = await listen(cloud);
    await use(url, cloud).finally(close);
  });
}

/** The status of a GET with exactly this target and host. */
function statusOf(url: string, path: string, host?: string): Promise<number | undefined> {
  const headers = host === undefined ? {} : { host };
  return new Promise((resolve, reject) => {
    const sent = request(url, { path, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.once('error', reject).end();
  });
}

test('a target that a URL parser would rewrite is refused, however it is spelled (M8)', () =>
  withCloud(async (url) => {
    const rewritten = [
      '/lake/a/../b',
      '/lake/a/%2e%2e/b',
      '/lake/%2E./b',
      '/lake\\..\\b',
      '//lake/x/..',
    ];
    for (const target of rewritten) assert.equal(await statusOf(url, target), 400, target);
    assert.equal(await statusOf(url, '/lake/a%2f..%2fb'), 400);
    assert.equal(await statusOf(url, '/lake/a%2f.%2fb'), 400);
    assert.equal(await statusOf(url, '/lake/%ff'), 400);
    assert.equal(await statusOf(url, '/lake/b'), 404);
  }));

test('a request for another host name is refused, so that no web page reaches the cloud by DNS rebinding', () =>
  withCloud(async (url) => {
    assert.equal(await statusOf(url, '/lake/b', 'evil.example'), 403);
    assert.equal(await statusOf(url, '/lake/b', '127.0.0.1.evil.example'), 403);
    assert.equal(await statusOf(url, '/lake/b', 'localhost:4566'), 404);
  }));

test('a port in use is an error, and it is free again after close', async () => {
  let freed = '';
  await withCloud(async (url, cloud) => {
    freed = url;
    await assert.rejects(listen(cloud, portOf(url)), { code: 'EADDRINUSE' });
  });
  await withCloud(async (_, cloud) => {
    const again = await listen(cloud, portOf(freed));
    await again.close();
    assert.equal(again.url, freed);
  });
});

const portOf = (url: string) => Number(new URL(url).port);

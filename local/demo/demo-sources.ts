/** Origins of the demonstration's servers. */
export type DemoOrigins = Record<'ste' | 'files' | 'mte' | 'gateway', string>;

/** The demonstration's `sources`, as a user would write them. */
export const demoSources = ({ ste, files, mte, gateway }: DemoOrigins) => ({
  ste: {
    dialect: '1up-ste',
    baseUrl: `${ste}/bulk-data/r4`,
    auth: { kind: 'client-headers', secret: 'sluice/demo' },
    fileOrigins: [files],
    private: true,
  },
  mte: {
    dialect: '1up-mte',
    baseUrl: `${mte}/bulk-data/r4`,
    auth: { kind: 'client-headers', secret: 'sluice/demo' },
    private: true,
  },
  gateway: {
    dialect: '1up-gateway',
    baseUrl: `${gateway}/v1/demo/bulk-export/bulk-data/r4`,
    auth: {
      kind: 'client-credentials',
      secret: 'sluice/demo',
      tokenUrl: `${gateway}/auth/realms/demo/protocol/openid-connect/token`,
    },
    private: true,
  },
});

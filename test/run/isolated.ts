/** Files that get a process of their own, and what they change of it and do not change back. */
export const isolated: Readonly<Record<string, string>> = {
  'test/lambdas/api/route.test.ts': 'the environment that a handler finds when it is loaded',
  'test/lambdas/aws/lambda-handler.test.ts': 'the region in the environment',
};

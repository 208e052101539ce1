declare module 'asl-validator' {
  type Options = { checkPaths: boolean; checkArn: boolean };
  type Report = { isValid: boolean; errorsText(separator?: string): string };
  const validate: (definition: object, options: Options) => Report;
  export = validate;
}

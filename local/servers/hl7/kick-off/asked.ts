/** One value of one parameter of a kick-off, whichever way it was sent. */
export type Asked = { readonly name: string; readonly value: string };

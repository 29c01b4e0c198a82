/** The keys of `Resource`, with any text behind them. */
export type SameKeys<Resource> = {
  [Key in keyof Resource]: Resource[Key] extends string ? string : SameKeys<Resource[Key]>;
};

/** What every field of a rule's form may need: names to choose from and what is wrong where. */
import { createContext, useContext } from "react";

import type { Problem } from "./problems";
import type { Say } from "./say";

export interface RuleForm {
  say: Say;
  problems: readonly Problem[];
  /** Other rules of the card. */
  rules: readonly { key: string; name: string }[];
  packs: readonly { key: string; name: string; phrases: number; category: string }[];
}

const Context = createContext<RuleForm | null>(null);

export const RuleFormProvider = Context.Provider;

export function useRuleForm(): RuleForm {
  const form = useContext(Context);
  if (!form) throw new Error("fields of a condition stand in a rule's form");
  return form;
}

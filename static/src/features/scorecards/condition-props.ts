import type { Verb } from "./spoken";
import type { Condition, ConditionType, Of } from "./types";

/** What the form of one type of condition is given. */
export interface ConditionProps<Type extends ConditionType> {
  condition: Of<Type>;
  set: (patch: Partial<Of<Type>>) => void;
  /** Where the condition stands in the body: `rules.0.condition`. */
  path: string;
  verb: Verb;
}

/** The form of a condition inside another; given, as the two know each other. */
export type Inner = (props: {
  condition: Condition;
  path: string;
  onChange: (condition: Condition) => void;
  onRemove?: (() => void) | undefined;
}) => React.ReactNode;

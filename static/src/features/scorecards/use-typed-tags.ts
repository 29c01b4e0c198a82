import { useState } from "react";

/**
 * For a field of tags that also offers some: Enter takes what was typed and closes the list;
 * what is offered is taken only by a click, or with Enter after the arrows went to it.
 */
export function useTypedTags(taken: readonly string[], optionFilterProp: ("label" | "value")[]) {
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState(false);

  function take() {
    if (typed) setOpen(false);
    setTyped("");
  }

  return {
    open,
    onOpenChange: setOpen,
    // What was typed stands first in the list, unless it is taken already.
    defaultActiveFirstOption: typed !== "" && !taken.includes(typed),
    showSearch: { optionFilterProp, onSearch: setTyped },
    onSelect: take,
    onDeselect: take,
  };
}

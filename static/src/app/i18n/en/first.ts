import { alerts } from "./alerts";
import { board } from "./board";
import { notices } from "./notices";
import { problem } from "./problem";
import { shell } from "./shell";
import { signIn } from "./sign-in";
import { views } from "./views";
import { words } from "./words";

/** What the frame, the sign-in and the boards say: they wait for no more than this. */
export const first = {
  words,
  ...shell,
  ...problem,
  ...signIn,
  ...board,
  ...views,
  ...alerts,
  ...notices,
};

import { board } from "./board";
import { call } from "./call";
import { calls } from "./calls";
import { problem } from "./problem";
import { shell } from "./shell";
import { words } from "./words";

export const en = {
  words,
  ...shell,
  ...problem,
  ...board,
  ...calls,
  ...call,
};

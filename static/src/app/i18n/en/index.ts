import { board } from "./board";
import { call } from "./call";
import { calls } from "./calls";
import { conditions } from "./conditions";
import { hearing } from "./hearing";
import { problem } from "./problem";
import { shell } from "./shell";
import { sound } from "./sound";
import { sources } from "./sources";
import { versions } from "./versions";
import { words } from "./words";

export const en = {
  words,
  ...shell,
  ...problem,
  ...board,
  ...calls,
  ...call,
  ...versions,
  ...sound,
  ...hearing,
  ...conditions,
  ...sources,
};

import { alertRules } from "./alert-rules";
import { alerts } from "./alerts";
import { appeals } from "./appeals";
import { backtests } from "./backtests";
import { board } from "./board";
import { calibrations } from "./calibrations";
import { call } from "./call";
import { calls } from "./calls";
import { channels } from "./channels";
import { clips } from "./clips";
import { conditions } from "./conditions";
import { coverage } from "./coverage";
import { goals } from "./goals";
import { hearing } from "./hearing";
import { imports } from "./imports";
import { keeping } from "./keeping";
import { myPage } from "./my-page";
import { ownBoards } from "./own-boards";
import { packs } from "./packs";
import { precision } from "./precision";
import { privacy } from "./privacy";
import { problem } from "./problem";
import { released } from "./released";
import { replay } from "./replay";
import { review } from "./review";
import { rules } from "./rules";
import { sampling } from "./sampling";
import { scorecards } from "./scorecards";
import { shell } from "./shell";
import { signIn } from "./sign-in";
import { sound } from "./sound";
import { sources } from "./sources";
import { system } from "./system";
import { tasks } from "./tasks";
import { team } from "./team";
import { tiles } from "./tiles";
import { users } from "./users";
import { versions } from "./versions";
import { views } from "./views";
import { wall } from "./wall";
import { walls } from "./walls";
import { words } from "./words";
import { workload } from "./workload";

export const en = {
  words,
  ...shell,
  ...problem,
  ...board,
  ...replay,
  ...views,
  ...goals,
  ...tiles,
  ...wall,
  ...walls,
  ...ownBoards,
  ...alerts,
  ...alertRules,
  ...channels,
  ...calls,
  ...call,
  ...versions,
  ...signIn,
  ...sound,
  ...hearing,
  ...imports,
  ...conditions,
  ...scorecards,
  ...rules,
  ...review,
  ...calibrations,
  ...system,
  ...tasks,
  ...sampling,
  ...coverage,
  ...workload,
  ...appeals,
  ...clips,
  ...myPage,
  ...released,
  ...backtests,
  ...keeping,
  ...packs,
  ...precision,
  ...privacy,
  ...sources,
  ...users,
  ...team,
};

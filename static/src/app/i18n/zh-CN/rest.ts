import { alertRules } from "./alert-rules";
import { appeals } from "./appeals";
import { backtests } from "./backtests";
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
import { released } from "./released";
import { replay } from "./replay";
import { review } from "./review";
import { rules } from "./rules";
import { sampling } from "./sampling";
import { scorecards } from "./scorecards";
import { security } from "./security";
import { sound } from "./sound";
import { sources } from "./sources";
import { system } from "./system";
import { tasks } from "./tasks";
import { team } from "./team";
import { tiles } from "./tiles";
import { users } from "./users";
import { versions } from "./versions";
import { wall } from "./wall";
import { walls } from "./walls";
import { workload } from "./workload";

/** What all other screens say. */
export const rest = {
  ...replay,
  ...goals,
  ...tiles,
  ...wall,
  ...walls,
  ...ownBoards,
  ...alertRules,
  ...channels,
  ...calls,
  ...call,
  ...versions,
  ...security,
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
} as const;

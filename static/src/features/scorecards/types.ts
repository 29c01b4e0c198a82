/** The things of a scorecard, as the server sends them. */
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];

export type Body = Schemas["ScorecardBody"];
export type Rule = Body["rules"][number];
export type Section = Body["sections"][number];
export type Grade = Body["grades"][number];
export type Condition = NonNullable<Rule["condition"]>;
export type ConditionType = Condition["type"];
export type Of<Type extends ConditionType> = Extract<Condition, { type: Type }>;

export type Said = Of<"said">;
export type Spoken = Pick<Said, "speaker" | "within" | "min_confidence">;
export type Within = NonNullable<Said["within"]>;
export type Speaker = Said["speaker"];
export type Step = Of<"sequence">["steps"][number];
export type Near = Of<"near">;
export type Measure = Of<"sound">["measure"];
export type EntityKind = Of<"entity">["kind"];
export type Wanted = Of<"fact">["wanted"];
export type Op = Wanted["op"];
export type Value = string | number | boolean;
export type Effect = Rule["effect"];
export type Severity = Rule["severity"];

export type Scorecard = Schemas["ScorecardOut"];
export type Version = Omit<Schemas["ScorecardVersionOut"], "body"> & { body: Body };
export type Checked = Schemas["CheckOut"];
export type Diff = Schemas["DiffOut"];
export type RuleDiff = Schemas["RuleDiffOut"];
export type Change = Schemas["ChangeOut"];
export type Tried = Schemas["TryOut"];
export type TriedLine = NonNullable<Tried["score"]>["lines"][number];
export type Pack = Schemas["WordPackOut"];
export type PackSummary = Schemas["WordPackSummaryOut"];
export type PackWish = Schemas["WordPack"];
export type Category = Schemas["Category"];
export type CampaignCard = Schemas["CampaignScorecardOut"];
export type Backtest = Schemas["BacktestReading"];
export type RuleTrial = Backtest["summary"]["rules"][number];
export type Shift = Schemas["Shift"];
export type Totals = Schemas["Totals"];
export type TrialCall = Schemas["TriedCall"];
export type TrialState = Schemas["TrialState"];
export type HitChange = Schemas["Change"];
export type Rescore = Schemas["RescoreReading"];

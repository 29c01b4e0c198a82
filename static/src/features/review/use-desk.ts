/** Everything a reviewer does at the desk, and what the desk shows of it. */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Player } from "../../components/call/player";
import { LEAD_S, type MarkedHit, markHits, neighbour, nextOpen, placeOf } from "./hits";
import { type Item, itemsOf, nextAnswer } from "./items";
import { LISTEN, type Mode, REASONS } from "./mode";
import type { HitVerdict, RuleAnswer } from "./types";
import type { SavingReview } from "./use-saving";

export interface Desk {
  saving: SavingReview;
  hits: readonly MarkedHit[];
  items: readonly Item[];
  current: MarkedHit | undefined;
  mode: Mode;
  /** Of nobody's but one's own draft. */
  editable: boolean;
  /** What was done last, for those who hear the screen. */
  said: string;
  say(sentence: string): void;
  setMode(mode: Mode): void;
  /** Takes a hit in hand and plays it. */
  choose(hit: MarkedHit): void;
  chooseById(id: string): void;
  jump(step: 1 | -1): void;
  judge(verdict: HitVerdict): void;
  /** Every open hit that only says that something was done right. */
  confirmMet(): void;
  /** By number from 1; null for none. */
  giveReason(number: number | null): void;
  unjudge(): void;
  answer(item: Item, answer: RuleAnswer | null): void;
  pressItem(key: string): void;
  undo(): void;
  leave(): void;
}

interface Options {
  saving: SavingReview;
  editable: boolean;
  player: Player;
}

export function useDesk({ saving, editable, player }: Options): Desk {
  const { t } = useTranslation();
  const { review } = saving;
  const hits = useMemo(() => markHits(review), [review]);
  const items = useMemo(() => itemsOf(review), [review]);
  const [chosen, setChosen] = useState<string | null>(null);
  const [mode, setMode] = useState<Mode>(LISTEN);
  const [said, say] = useState("");
  const current = hits[placeOf(hits, chosen)] ?? nextOpen(hits, null) ?? hits[0];

  function choose(wanted: MarkedHit) {
    setChosen(wanted.hit.id);
    player.playFrom(wanted.hit.start_s - LEAD_S);
  }

  function jump(step: 1 | -1) {
    setMode(LISTEN);
    // The first press plays the hit that is in hand already.
    const wanted = chosen === null ? current : neighbour(hits, chosen, step);
    if (wanted) choose(wanted);
    else say(t("review.said.no_hits"));
  }

  /** After a verdict; where nothing is open any more the hit stays in hand. */
  function goOn() {
    setMode(LISTEN);
    const next = nextOpen(hits, current?.hit.id ?? null);
    if (next && next !== current) choose(next);
    else if (current) setChosen(current.hit.id);
  }

  function judge(verdict: HitVerdict) {
    if (!current) return say(t("review.said.no_hits"));
    const { hit, state } = current;
    if (state === "added") return verdict === "rejected" ? remove(current) : undefined;
    const { id: hit_id, rule_key } = hit;
    setChosen(hit_id);
    if (state !== verdict)
      saving.act({ kind: "judge", hit_id, rule_key, verdict, reason: null, note: null });
    say(t(`review.said.${verdict}`, { rule: hit.rule_name }));
    if (verdict === "rejected") setMode({ kind: "reason", hit_id });
    else goOn();
  }

  function confirmMet() {
    const met = hits.filter(({ hit, state }) => state === "open" && !hit.violation);
    for (const { hit } of met) {
      const { id: hit_id, rule_key } = hit;
      const verdict = "confirmed" as const;
      saving.act({ kind: "judge", hit_id, rule_key, verdict, reason: null, note: null });
    }
    say(t("review.said.met", { count: met.length }));
    setMode(LISTEN);
  }

  function remove({ hit }: MarkedHit) {
    saving.act({ kind: "remove_hit", id: hit.id });
    say(t("review.said.removed", { rule: hit.rule_name }));
    goOn();
  }

  function giveReason(number: number | null) {
    const reason = number === null ? undefined : REASONS[number - 1];
    if (mode.kind !== "reason") return;
    const { hit_id } = mode;
    const rule_key = hits[placeOf(hits, hit_id)]?.hit.rule_key ?? "";
    if (reason) {
      saving.act({ kind: "judge", hit_id, rule_key, verdict: "rejected", reason, note: null });
      say(t(`review.reason.${reason}`));
    }
    goOn();
  }

  function unjudge() {
    if (!current?.verdict) return;
    saving.act({ kind: "unjudge", hit_id: current.hit.id });
    say(t("review.said.cleared", { rule: current.hit.rule_name }));
  }

  function answer({ line }: Item, wanted: RuleAnswer | null) {
    const { rule_key, rule_name: rule } = line;
    if (wanted === null) saving.act({ kind: "unanswer", rule_key });
    else saving.act({ kind: "answer", rule_key, answer: wanted, note: null });
    say(
      wanted === null
        ? t("review.said.no_answer", { rule })
        : t("review.said.answer", { rule, answer: t(`review.items.${wanted}`) }),
    );
  }

  function undo() {
    say(t(saving.mayUndo ? "review.said.undone" : "review.said.nothing_to_undo"));
    setMode(LISTEN);
    const back = saving.nextUndo;
    if (back && "hit_id" in back) setChosen(back.hit_id);
    saving.undo();
  }

  return {
    ...{ saving, hits, items, current, mode, editable, said, say, setMode },
    ...{ choose, jump, judge, confirmMet, giveReason, unjudge, answer, undo },
    chooseById(id) {
      const wanted = hits[placeOf(hits, id)];
      if (wanted) choose(wanted);
    },
    pressItem(key) {
      const item = items.find((one) => one.key === key);
      if (!item) return;
      answer(item, nextAnswer(item));
      document.getElementById(`item-${item.line.rule_key}`)?.scrollIntoView({ block: "nearest" });
    },
    leave: () => setMode(LISTEN),
  };
}

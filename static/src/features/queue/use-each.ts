import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useProblemSentence } from "../../components/problem-panel";
import { TASKS } from "../../components/queue/inspectors";
import type { Task } from "./queries";

/** Does the same with each of several tasks, one after the other, and says how it went. */
export function useEach() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const client = useQueryClient();
  const [going, setGoing] = useState<{ done: number; all: number } | null>(null);

  /** What is refused stops nothing: the others do not depend on it. */
  async function run(tasks: readonly Task[], act: (task: Task) => Promise<Task>, said: string) {
    const refused: unknown[] = [];
    for (const [place, task] of tasks.entries()) {
      setGoing({ done: place + 1, all: tasks.length });
      await act(task).catch((error: unknown) => refused.push(error));
    }
    setGoing(null);
    await client.invalidateQueries({ queryKey: TASKS });
    if (refused.length === 0) return void message.success(said);
    const why = [...new Set(refused.map(sentenceOf))].join(" ");
    const done = tasks.length - refused.length;
    return void message.warning(
      tasks.length === 1 ? why : t("tasks.some_refused", { done, refused: refused.length, why }),
    );
  }

  return { run, going };
}

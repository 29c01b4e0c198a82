import { App, Button } from "antd";
import { useTranslation } from "react-i18next";

import { useProblemSentence } from "../../components/problem-panel";
import { NO_VALUE, useFormat } from "../../lib/format";
import { type Finished, usePolicy, useRelease } from "./queries";

interface Props {
  /** Chosen, and not released yet. */
  reviews: readonly Finished[];
  onDone: () => void;
}

/** Lets agents see results; asks once with names, because there is no way back. */
export function ReleaseButton({ reviews, onDone }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const policy = usePolicy();
  const release = useRelease();
  const names = [...new Set(reviews.map(({ agent_name }) => agent_name ?? NO_VALUE))];

  function ask() {
    modal.confirm({
      title: t("released.ask", { count: reviews.length }),
      content: t("released.ask_help", {
        names: format.list(names),
        days: policy.data?.appeal_days ?? "",
      }),
      okText: t("released.confirm", { count: reviews.length }),
      cancelText: t("released.cancel"),
      onOk: () =>
        release
          .mutateAsync(reviews.map(({ id }) => id))
          .then(({ released }) => {
            message.success(t("released.done", { count: released.length }));
            onDone();
          })
          .catch((error: unknown) => void message.error(sentenceOf(error))),
    });
  }

  return (
    <Button type="primary" disabled={reviews.length === 0} onClick={ask}>
      {t("released.release_some", { count: reviews.length })}
    </Button>
  );
}

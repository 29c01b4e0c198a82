import { App, Button, Tag } from "antd";
import { useTranslation } from "react-i18next";

import { useProblemSentence } from "../../components/problem-panel";

interface Props {
  /** Ended before its time, or null. */
  endedAt: string | null;
  untilAt: string;
  /** What is asked before it ends. */
  question: string;
  onEnd: () => Promise<unknown>;
}

/** Ends something that holds until a time, or says that it is over. */
export function EndButton({ endedAt, untilAt, question, onEnd }: Props) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  if (endedAt || Date.parse(untilAt) <= Date.now()) return <Tag>{t("users.over")}</Tag>;
  return (
    <Button
      type="link"
      size="small"
      danger
      onClick={() =>
        modal.confirm({
          title: question,
          okText: t("users.end"),
          cancelText: t("users.cancel"),
          okButtonProps: { danger: true },
          onOk: () => onEnd().catch((error: unknown) => void message.error(sentenceOf(error))),
        })
      }
    >
      {t("users.end")}
    </Button>
  );
}

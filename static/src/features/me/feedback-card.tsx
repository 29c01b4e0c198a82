import { BulbOutlined, CaretRightFilled, LikeOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { playStretch } from "../../components/call/play-stretch";
import { createPlayer } from "../../components/call/player";
import { formatDuration } from "../../lib/format";
import { Card } from "./card";
import styles from "./my-page.module.css";
import type { Feedback } from "./queries";

interface Props {
  kind: "praise" | "improve";
  feedback: Feedback | null;
}

/** What a reviewer wrote, with the place in the call where it is best heard. */
export function FeedbackCard({ kind, feedback }: Props) {
  const { t } = useTranslation();
  const icon = kind === "praise" ? <LikeOutlined /> : <BulbOutlined />;
  const title = (
    <span className={kind === "praise" ? styles.good : styles.better}>
      {icon} {t(`my.${kind}`)}
    </span>
  );
  if (!feedback)
    return (
      <Card title={title}>
        <p className={styles.none}>{t(`my.no_${kind}`)}</p>
      </Card>
    );
  return (
    <Card
      title={title}
      more={<Link to={`/me/results/${feedback.review_id}`}>{t("my.see_result")}</Link>}
    >
      <p className={styles.said}>{feedback.text}</p>
      {feedback.stretch && <PlayStretch stretch={feedback.stretch} rule={feedback.rule_name} />}
    </Card>
  );
}

interface StretchProps {
  stretch: NonNullable<Feedback["stretch"]>;
  /** Null for a stretch that was chosen on its own. */
  rule: string | null;
}

function PlayStretch({ stretch: { call_id, from_s, to_s }, rule }: StretchProps) {
  const { t } = useTranslation();
  const [player] = useState(createPlayer);
  const times = { from: formatDuration(from_s), to: formatDuration(to_s) };
  return (
    <div>
      {/* biome-ignore lint/a11y/useMediaCaption: the call's page has the words */}
      <audio ref={player.attach} src={`/api/v1/calls/${call_id}/audio`} preload="none" />
      <Button
        icon={<CaretRightFilled />}
        onClick={() => playStretch(player, { start_s: from_s, end_s: to_s })}
      >
        {rule ? t("my.play_clip", { rule, ...times }) : t("my.play_stretch", times)}
      </Button>
    </div>
  );
}

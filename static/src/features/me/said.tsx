import { BulbOutlined, CaretRightFilled, LikeOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { Player } from "../../components/call/player";
import { formatDuration } from "../../lib/format";
import { Card } from "./card";
import type { Result } from "./queries";
import styles from "./result.module.css";

interface Props {
  result: Result;
  player: Player;
}

/** Praise, a suggestion, and remarks at their seconds. */
export function Said({ result, player }: Props) {
  const { t } = useTranslation();
  const { praise, suggestion } = result;
  const comments = result.comments.toSorted((a, b) => (a.start_s ?? -1) - (b.start_s ?? -1));
  return (
    <>
      {praise && (
        <Card
          title={
            <span className={styles.good}>
              <LikeOutlined /> {t("result.praise")}
            </span>
          }
        >
          <p className={styles.said}>{praise}</p>
        </Card>
      )}
      {suggestion && (
        <Card
          title={
            <span className={styles.better}>
              <BulbOutlined /> {t("result.suggestion")}
            </span>
          }
        >
          <p className={styles.said}>{suggestion}</p>
        </Card>
      )}
      <Card title={t("result.comments")}>
        {comments.length === 0 && <p className={styles.note}>{t("result.no_comments")}</p>}
        <ul className={styles.comments}>
          {comments.map(({ id, start_s, text }) => (
            <li key={id}>
              {start_s === null ? (
                <span className={styles.note}>{t("result.whole_call")}</span>
              ) : (
                <Button
                  size="small"
                  icon={<CaretRightFilled />}
                  aria-label={t("review.comments.play", { at: formatDuration(start_s) })}
                  onClick={() => player.playFrom(start_s)}
                >
                  {formatDuration(start_s)}
                </Button>
              )}
              <p className={styles.said}>{text}</p>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}

import { UnorderedListOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { useTranslation } from "react-i18next";

import type { Replay } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { MarkIcon } from "./mark-icon";
import type { Mark } from "./marks";
import styles from "./replay.module.css";
import { useMarkText } from "./use-mark-text";

interface Props {
  replay: Replay;
  marks: readonly Mark[];
  at_s: number;
  onSeek: (at_s: number) => void;
}

/** What was worth looking at last, and the list of all that is. */
export function Latest({ replay, marks, at_s, onSeek }: Props) {
  const { t } = useTranslation();
  const latest = marks.findLast((mark) => mark.at_s <= at_s);
  return (
    <div className={styles.latest}>
      <output className={styles.line}>
        {latest ? (
          <MarkLine replay={replay} mark={latest} />
        ) : (
          <span className={styles.none}>
            {marks.length > 0 ? t("replay.none_yet") : t("replay.none")}
          </span>
        )}
      </output>
      {marks.length > 0 && (
        <Popover
          trigger="click"
          placement="bottomRight"
          title={t("replay.all")}
          content={<MarkList replay={replay} marks={marks} at_s={at_s} onSeek={onSeek} />}
        >
          <Button icon={<UnorderedListOutlined />}>
            {t("replay.all_count", { count: marks.length })}
          </Button>
        </Popover>
      )}
    </div>
  );
}

function MarkList({ replay, marks, at_s, onSeek }: Props) {
  return (
    <ol className={styles.list}>
      {marks.map((mark) => (
        <li key={`${mark.card.kind}/${mark.card.key}`}>
          <button
            type="button"
            className={styles.entry}
            data-past={mark.at_s <= at_s}
            onClick={() => onSeek(mark.at_s)}
          >
            <MarkLine replay={replay} mark={mark} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function MarkLine({ replay, mark }: { replay: Replay; mark: Mark }) {
  const { t } = useTranslation();
  const format = useFormat(replay.board.timezone);
  const text = useMarkText();
  const { who, what } = text(mark.card);
  return (
    <>
      <time>{format.time(Date.parse(replay.from_at) + mark.at_s * 1000)}</time>{" "}
      <MarkIcon kind={mark.card.kind} />
      <span className={styles.what}>
        <span className="visually-hidden">{t(`replay.kinds.${mark.card.kind}`)} </span>
        <strong>{who}</strong> {what}
      </span>
    </>
  );
}

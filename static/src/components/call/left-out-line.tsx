import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { LeftOut } from "../../lib/api";
import { formatDuration } from "../../lib/format";
import styles from "./transcript.module.css";

interface Props {
  gap: readonly LeftOut[];
  onPlay: (second: number) => void;
}

/** What a model wrote and nobody can have said: a faint line that opens. No turn. */
export function LeftOutLine({ gap, onPlay }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <li className={styles.leftOut}>
      <button
        type="button"
        className={styles.leftOutHead}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? <DownOutlined /> : <RightOutlined />}{" "}
        {t("versions.left_out", { count: gap.length })}
      </button>
      {open && (
        <ul>
          {gap.map((one) => (
            <Item key={`${one.channel} ${one.start_s}`} one={one} onPlay={onPlay} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Item({ one, onPlay }: { one: LeftOut; onPlay: Props["onPlay"] }) {
  const { t } = useTranslation();
  const at = formatDuration(one.start_s);
  const speaker = t(`call.speaker_${one.channel}`);
  const reasons = one.doubts.map((doubt) => t(`words.doubt.${doubt}`)).join(t("versions.and"));
  return (
    <li>
      <button
        type="button"
        className={styles.time}
        aria-label={`${speaker} ${t("call.seek_to", { at })}`}
        onClick={() => onPlay(one.start_s)}
      >
        {at}
      </button>{" "}
      {t("versions.left_out_item", { speaker, text: one.text, reasons })}
    </li>
  );
}

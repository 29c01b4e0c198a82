import { CaretRightFilled, CloseOutlined, LinkOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { formatDuration } from "../../lib/format";
import type { Stretch } from "../call/marks";
import { playStretch } from "../call/play-stretch";
import type { Player } from "../call/player";
import { ClipDialog } from "./clip-dialog";
import styles from "./clips.module.css";
import { addressOf, withEnd } from "./stretch";

interface Props {
  callId: string;
  clip: Stretch;
  duration_s: number;
  player: Player;
  onChange: (clip: Stretch) => void;
  onClose: () => void;
}

/** What can be done with a stretch that is marked: set its ends, hear it, send it, keep it. */
export function ClipBar({ callId, clip, duration_s, player, onChange, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [saving, setSaving] = useState(false);
  const setEnd = (end: "start" | "end") =>
    onChange(withEnd(clip, end, player.time_s(), duration_s));

  async function copy() {
    const address = `${window.location.origin}${addressOf(callId, clip)}`;
    await navigator.clipboard.writeText(address);
    message.success(t("clips.link_copied"));
  }

  return (
    <section className={styles.bar} aria-label={t("clips.make")}>
      <Button size="small" onClick={() => setEnd("start")}>
        {t("clips.from_here")}
      </Button>
      <strong className={styles.ends}>
        {formatDuration(clip.start_s)}–{formatDuration(clip.end_s)}
      </strong>
      <Button size="small" onClick={() => setEnd("end")}>
        {t("clips.to_here")}
      </Button>
      <span className={styles.note}>
        {t("clips.long", { length: formatDuration(clip.end_s - clip.start_s) })}
      </span>
      <span className={styles.spring} />
      <Button size="small" icon={<CaretRightFilled />} onClick={() => playStretch(player, clip)}>
        {t("clips.try")}
      </Button>
      <Button size="small" icon={<LinkOutlined />} onClick={copy}>
        {t("clips.copy_link")}
      </Button>
      <Button size="small" type="primary" onClick={() => setSaving(true)}>
        {t("clips.keep")}
      </Button>
      <Button
        size="small"
        type="text"
        icon={<CloseOutlined />}
        aria-label={t("clips.leave")}
        title={t("clips.leave")}
        onClick={onClose}
      />
      {saving && (
        <ClipDialog callId={callId} clip={clip} onClose={() => setSaving(false)} onKept={onClose} />
      )}
    </section>
  );
}

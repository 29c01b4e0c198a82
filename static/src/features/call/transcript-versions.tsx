import { InfoCircleOutlined } from "@ant-design/icons";
import { Button, Popover, type RefSelectProps, Select } from "antd";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "../../components/call/call.module.css";
import type { TranscriptSummary } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import { numberOf } from "./chosen";
import type { ChosenAndChange } from "./use-chosen";

interface Props {
  versions: readonly TranscriptSummary[];
  chosen: ChosenAndChange;
}

/** Which of the call's transcripts is shown, and how it was made. */
export function TranscriptVersions({ versions, chosen }: Props) {
  const { transcript, change } = chosen;
  if (!transcript) return null;
  return (
    <span className={styles.made}>
      {versions.length > 1 ? (
        <VersionSelect
          versions={versions}
          value={transcript.id}
          onChange={(id) => change({ transcript: id, evaluation: null })}
        />
      ) : (
        <Model name={transcript.model} />
      )}
      <MadeBy transcript={transcript} />
    </span>
  );
}

function Model({ name }: { name: string }) {
  const { t } = useTranslation();
  const sentence = t("call.transcript_of", { model: name });
  return (
    <span className={styles.model} title={sentence}>
      {sentence}
    </span>
  );
}

interface SelectProps {
  versions: readonly TranscriptSummary[];
  value: string;
  onChange: (id: string) => void;
  label?: string;
}

export function VersionSelect({ versions, value, onChange, label }: SelectProps) {
  const { t } = useTranslation();
  const select = useRef<RefSelectProps>(null);
  const describe = useDescription(versions);
  const short = useShortName(versions);
  return (
    <Select<string>
      ref={select}
      size="small"
      className={styles.transcriptSelect}
      aria-label={label ?? t("versions.label")}
      value={value}
      onChange={(id) => {
        onChange(id);
        // Else the next key would open the list again instead of playing.
        select.current?.blur();
      }}
      popupMatchSelectWidth={false}
      labelRender={() => short(value)}
      options={versions.map((one) => ({ value: one.id, label: describe(one) }))}
    />
  );
}

function useShortName(versions: readonly TranscriptSummary[]) {
  const { t } = useTranslation();
  return (id: string) => {
    const origin = versions.find((one) => one.id === id)?.origin ?? "heard";
    const number = t("versions.option", { number: numberOf(versions, id) });
    return `${number} · ${t(`words.origin.${origin}`)}`;
  };
}

/** `v3 · Speakers swapped · whisper tiny · 11/21 22:05 · Bob · latest`. */
function useDescription(versions: readonly TranscriptSummary[]) {
  const { t } = useTranslation();
  const format = useFormat();
  const short = useShortName(versions);
  return (one: TranscriptSummary) =>
    [
      short(one.id),
      `${one.engine} ${one.model}`,
      format.dateTime(one.created_at),
      one.asked_by,
      one === versions[0] && t("versions.latest"),
    ]
      .filter(Boolean)
      .join(" · ");
}

function MadeBy({ transcript }: { transcript: TranscriptSummary }) {
  const { t } = useTranslation();
  return (
    <Popover
      trigger={["hover", "focus", "click"]}
      placement="bottomLeft"
      title={t("versions.details")}
      content={<Details transcript={transcript} />}
    >
      <Button
        type="text"
        size="small"
        icon={<InfoCircleOutlined />}
        aria-label={t("versions.details")}
      />
    </Popover>
  );
}

function Details({ transcript }: { transcript: TranscriptSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWords();
  const { language, agent_channel, parameters } = transcript;
  const settings = Object.entries(parameters).filter(([, value]) => value !== null);
  return (
    <dl className={styles.details}>
      <Detail term={t("versions.origin")}>{t(`words.origin.${transcript.origin}`)}</Detail>
      <Detail term={t("versions.made_at")}>{format.dateTime(transcript.created_at)}</Detail>
      <Detail term={t("versions.asked_by")}>
        {transcript.asked_by ?? t("versions.by_itself")}
      </Detail>
      <Detail term={t("versions.engine")}>{transcript.engine}</Detail>
      <Detail term={t("versions.model")}>{transcript.model}</Detail>
      <Detail term={t("versions.revision")}>{transcript.revision ?? NO_VALUE}</Detail>
      <Detail term={t("versions.language")}>
        {language ? word("language", language) : t("versions.each_channel")}
      </Detail>
      <Detail term={t("versions.agent_channel")}>{channelWord(agent_channel)}</Detail>
      {settings.length > 0 && (
        <Detail term={t("versions.parameters")}>
          <span className={styles.parameters}>
            {settings.map(([name, value]) => `${name}: ${plain(value)}`).join("\n")}
          </span>
        </Detail>
      )}
    </dl>
  );

  function channelWord(channel: number | null) {
    if (channel === null) return t("versions.one_channel");
    return channel === 0 ? t("versions.channel_left") : t("versions.channel_right");
  }
}

function Detail({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

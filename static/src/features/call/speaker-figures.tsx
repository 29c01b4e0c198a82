import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { measuredOf } from "../../components/call/sound-figures";
import type { Acoustics, SpeakerSound } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { FigureName } from "./figure-name";
import { Second } from "./seconds";
import styles from "./sound.module.css";
import { Unmeasured } from "./unmeasured";
import { useShortLength } from "./use-short-length";

interface Props {
  acoustics: Acoustics;
  onPlay: (second: number) => void;
}

/** What was measured of each speaker, side by side. */
export function SpeakerFigures({ acoustics, onPlay }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const length = useShortLength();
  const { speakers } = acoustics;
  if (speakers.length === 0) return null;

  const row = (
    name: Parameters<typeof FigureName>[0]["name"],
    of: (one: SpeakerSound) => ReactNode,
  ) => (
    <tr>
      <th scope="row">
        <FigureName name={name} />
      </th>
      {speakers.map((one) => (
        <td key={one.channel}>{of(one)}</td>
      ))}
    </tr>
  );

  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t("sound.speakers")}</th>
          {speakers.map(({ channel }) => (
            <th key={channel} scope="col">
              {t(`call.speaker_${channel}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {row("speech", ({ speech_s }) => length(speech_s))}
        {row("turns", turns)}
        {row("speech_rate", speechRate)}
        {row("longest_monologue", monologue)}
        {row("loudness", loudness)}
      </tbody>
    </table>
  );

  function turns(one: SpeakerSound) {
    const count = measuredOf(acoustics, one, "turns");
    return count.measured ? format.count(count.value) : <Unmeasured brief why={count.why} />;
  }

  function speechRate(one: SpeakerSound) {
    const rate = measuredOf(acoustics, one, "speech_rate");
    if (!rate.measured) return <Unmeasured brief why={rate.why} />;
    const unit = one.rate_unit ?? "characters_per_minute";
    return t(`sound.${unit}`, { value: format.count(rate.value) });
  }

  function monologue(one: SpeakerSound) {
    const longest = measuredOf(acoustics, one, "longest_monologue");
    if (!longest.measured) return <Unmeasured brief why={longest.why} />;
    const { start_s, end_s } = longest.value;
    return (
      <>
        {length(end_s - start_s)} <Second place={longest.value} onPlay={onPlay} />
      </>
    );
  }

  function loudness(one: SpeakerSound) {
    const level = measuredOf(acoustics, one, "loudness_dbfs");
    if (!level.measured) return <Unmeasured brief why={level.why} />;
    return t("sound.loudness_unit", { value: format.decimal(level.value) });
  }
}

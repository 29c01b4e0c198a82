import { useTranslation } from "react-i18next";
import { measured, shares } from "../../components/call/sound-figures";
import type { Acoustics } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { FigureName } from "./figure-name";
import styles from "./sound.module.css";
import { Unmeasured } from "./unmeasured";
import { useShortLength } from "./use-short-length";

/** The talk ratio, and the whole call as one bar: who spoke how much of it. */
export function TalkShares({ acoustics }: { acoustics: Acoustics }) {
  const { t } = useTranslation();
  const format = useFormat();
  const length = useShortLength();
  const found = shares(acoustics);
  const ratio = measured(acoustics, "talk_ratio");
  return (
    <div className={styles.shares}>
      <p className={styles.ratio}>
        <FigureName name="talk_ratio" />
        {!ratio.measured ? (
          <Unmeasured why={ratio.why} />
        ) : (
          <strong>
            {t("sound.shares", {
              agent: `${t("call.speaker_agent")} ${format.percent(ratio.value)}`,
              customer: `${t("call.speaker_customer")} ${format.percent(1 - ratio.value)}`,
            })}
          </strong>
        )}
      </p>
      <div className={styles.bar} aria-hidden="true">
        {found.map(({ name, share }) => (
          <div key={name} data-share={name} style={{ flexGrow: share }} />
        ))}
      </div>
      <ul className={styles.legend}>
        {found.map((one) => (
          <li key={one.name}>
            <span className={styles.swatch} data-share={one.name} />
            {t(`sound.only.${one.name}`)} {format.percent(one.share)}
            <span className={styles.muted}>{length(one.seconds)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

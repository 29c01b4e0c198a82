import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Stretch } from "../../components/call/marks";
import {
  listed,
  type Measured,
  measured,
  overlaps,
  totalLength,
} from "../../components/call/sound-figures";
import type { Acoustics, Jump } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { FigureName, type FigureName as Name } from "./figure-name";
import { type Place, Seconds } from "./seconds";
import styles from "./sound.module.css";
import { Unmeasured } from "./unmeasured";
import { useShortLength } from "./use-short-length";

interface Props {
  acoustics: Acoustics;
  onPlay: (second: number) => void;
}

/** What was measured of the call as a whole, with the seconds it stands on. */
export function WholeFigures({ acoustics, onPlay }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const length = useShortLength();
  const long = (one: Stretch): Place => ({ ...one, note: length(one.end_s - one.start_s) });
  const louder = (one: Jump): Place => ({
    ...one,
    note: t("sound.rise", { value: format.decimal(one.rise_db) }),
  });
  const signs = acoustics.machine_signs.map((sign) => t(`words.machine_sign.${sign}`));

  return (
    <dl className={styles.figures}>
      <Figure name="response_delay" of={measured(acoustics, "response_delay_s")}>
        {(delay_s) => t("sound.seconds", { value: format.decimal(delay_s) })}
      </Figure>
      <Happened
        name="interruptions"
        of={listed(acoustics, "interruptions")}
        place={(one) => one}
        onPlay={onPlay}
      />
      <Figure name="overlap" of={measured(acoustics, "overlap_s")}>
        {(overlap_s) => (
          <>
            {length(overlap_s)}
            <Seconds places={overlaps(acoustics.speakers).map(long)} onPlay={onPlay} />
          </>
        )}
      </Figure>
      <Happened
        name="silences"
        of={listed(acoustics, "silences")}
        place={long}
        onPlay={onPlay}
        summed
      />
      <Happened
        name="dead_air"
        of={listed(acoustics, "dead_air")}
        place={long}
        onPlay={onPlay}
        summed
      />
      <Happened
        name="loudness_jumps"
        of={listed(acoustics, "loudness_jumps")}
        place={louder}
        onPlay={onPlay}
      />
      <Happened
        name="ringing"
        of={listed(acoustics, "ringing")}
        place={long}
        onPlay={onPlay}
        summed
      />
      <Happened name="music" of={listed(acoustics, "music")} place={long} onPlay={onPlay} summed />
      <Happened name="beeps" of={listed(acoustics, "beeps")} place={(one) => one} onPlay={onPlay} />
      <Figure name="answering_machine" of={measured(acoustics, "answering_machine")}>
        {(likelihood) => (
          <>
            {format.wholePercent(likelihood)}{" "}
            <span className={styles.muted}>{format.list(signs)}</span>
          </>
        )}
      </Figure>
    </dl>
  );
}

interface HappenedProps<One extends Stretch> {
  name: Name;
  of: Measured<readonly One[]>;
  place: (one: One) => Place;
  onPlay: Props["onPlay"];
  /** Say how long they are together. */
  summed?: boolean;
}

/** How often something happened, for how long, and where. */
function Happened<One extends Stretch>({ name, of, place, onPlay, summed }: HappenedProps<One>) {
  const { t } = useTranslation();
  const length = useShortLength();
  return (
    <Figure name={name} of={of}>
      {(list) =>
        list.length === 0 ? (
          t("sound.never")
        ) : (
          <>
            {t("sound.times", { count: list.length })}{" "}
            {summed && (
              <span className={styles.muted}>
                {t("sound.total", { total: length(totalLength(list)) })}
              </span>
            )}
            <Seconds places={list.map(place)} onPlay={onPlay} />
          </>
        )
      }
    </Figure>
  );
}

interface FigureProps<Value> {
  name: Name;
  of: Measured<Value>;
  children: (value: Value) => ReactNode;
}

function Figure<Value>({ name, of, children }: FigureProps<Value>) {
  return (
    <div className={styles.figure}>
      <dt>
        <FigureName name={name} />
      </dt>
      <dd>{of.measured ? children(of.value) : <Unmeasured why={of.why} />}</dd>
    </div>
  );
}

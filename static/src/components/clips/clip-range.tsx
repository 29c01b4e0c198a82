import { Slider } from "antd";
import { useTranslation } from "react-i18next";

import { formatDuration } from "../../lib/format";
import type { Stretch } from "../call/marks";

interface Props {
  clip: Stretch;
  duration_s: number;
  onChange: (clip: Stretch) => void;
}

const STEP_S = 0.5;
const SHORTEST_S = 1;

/** The ends of a clip below the waveform, to move by mouse or by arrow keys. */
export function ClipRange({ clip, duration_s, onChange }: Props) {
  const { t } = useTranslation();
  const say = (second: number | undefined) => formatDuration(second ?? 0);
  return (
    <Slider
      range
      min={0}
      max={duration_s}
      step={STEP_S}
      value={[clip.start_s, clip.end_s]}
      tooltip={{ formatter: say }}
      styles={{ root: { margin: "6px 0" } }}
      ariaLabelForHandle={[t("clips.from"), t("clips.to")]}
      ariaValueTextFormatterForHandle={[say, say]}
      onChange={([start_s, end_s]) => {
        if (start_s !== undefined && end_s !== undefined && end_s - start_s >= SHORTEST_S)
          onChange({ start_s, end_s });
      }}
    />
  );
}

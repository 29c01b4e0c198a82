import type { Tile } from "../../lib/api";
import { AgentsFace } from "./agents-face";
import { AlertsFace } from "./alerts-face";
import { BarsFace } from "./bars-face";
import { CampaignsFace } from "./campaigns-face";
import { FatalsFace } from "./fatals-face";
import { FunnelFace } from "./funnel-face";
import { NumberFace } from "./number-face";
import { PaceFace } from "./pace-face";
import { RankingFace } from "./ranking-face";
import { type Scoped, scopeOf } from "./scope";
import type { TilesShown } from "./shown";
import styles from "./tiles.module.css";
import { useTileWords } from "./use-tile-words";

/** One tile: its heading, whom it narrows to, and what its kind shows. */
export function TileFace({ tile, ...shown }: TilesShown & { tile: Tile }) {
  const words = useTileWords();
  const scope = scopeOf(shown.state, shown.units, shown.unitId, tile);
  return (
    <section className={styles.tile} data-kind={tile.kind} aria-label={words.title(tile)}>
      <header className={styles.head}>
        <h3>{words.title(tile)}</h3>
        <Whereof tile={tile} shown={shown} />
      </header>
      <div className={styles.body}>
        <Face tile={tile} scope={scope} shown={shown} />
      </div>
    </section>
  );
}

/** The period, and the unit and campaign where the tile is about less than the board. */
function Whereof({ tile, shown }: { tile: Tile; shown: TilesShown }) {
  const words = useTileWords();
  const unit = shown.units.find(({ id }) => id === tile.unit_id)?.name;
  const campaign = "campaign_id" in tile ? tile.campaign_id : null;
  const name = [...shown.state.campaigns.values()].find((card) => card.campaign_id === campaign);
  const period = "period" in tile && tile.period !== "today" ? tile.period : null;
  const parts = [unit, name?.name, period && words.period(period)].filter(Boolean);
  return parts.length > 0 ? <span className={styles.whereof}>{parts.join(" · ")}</span> : null;
}

function Face({ tile, ...rest }: { tile: Tile; scope: Scoped; shown: TilesShown }) {
  switch (tile.kind) {
    case "number":
      return <NumberFace tile={tile} {...rest} />;
    case "agents":
      return <AgentsFace tile={tile} {...rest} />;
    case "ranking":
      return <RankingFace tile={tile} {...rest} />;
    case "volume":
      return <BarsFace scope={rest.scope} timezone={rest.shown.state.board?.timezone} />;
    case "funnel":
      return <FunnelFace tile={tile} {...rest} />;
    case "fatals":
      return <FatalsFace tile={tile} {...rest} />;
    case "alerts":
      return <AlertsFace tile={tile} {...rest} />;
    case "campaigns":
      return <CampaignsFace tile={tile} {...rest} />;
    case "pace":
      return <PaceFace tile={tile} {...rest} />;
  }
}

import type { SameKeys } from "../same-keys";
import type { wall as zh } from "../zh-CN/wall";

/** Screens on walls. */
export const wall: SameKeys<typeof zh> = {
  wall: {
    title: "Wall",
    opening: "Opening the wall…",
    connecting: "Connecting…",
    as_of: "As of {{time}}, reconnecting",
    sale: "Sold!",
    sales_count: "{{number}} sales",
    record: "New record!",
    record_of: "{{metric}} {{number}}",
    team_says: "{{sales}} sold · {{rate}}",
    ended: "This wall has been taken down",
    ended_help:
      "To go on, make a new link under Boards › Wall displays and open it on this screen.",
    why: {
      revoked: "Its link was revoked.",
      expired: "Its link has ended.",
      maker_left: "Whoever hung it up may not show this unit any more.",
      unknown: "This link leads to no wall. It may have been replaced by a new one.",
    },
    view: {
      agents: "Sales ranking",
      talks: "Effective talks ranking",
      teams: "Teams",
      campaigns: "Campaigns",
      day: "Today",
      quality: "Quality",
    },
  },
};

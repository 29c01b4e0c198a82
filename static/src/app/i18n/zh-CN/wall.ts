/** 墙上的大屏。 */
export const wall = {
  wall: {
    title: "大屏",
    opening: "正在打开大屏…",
    connecting: "正在连接…",
    as_of: "数据截至 {{time}}，正在重连",
    sale: "成交！",
    sales_count: "{{number}} 单",
    record: "新纪录！",
    record_of: "{{metric}} {{number}}",
    team_says: "成交 {{sales}} · {{rate}}",
    ended: "这块大屏已停止显示",
    ended_help: "需要继续使用，请在“看板 › 大屏”重新生成链接，在这台屏幕上打开。",
    why: {
      revoked: "链接已被撤销。",
      expired: "链接已到期。",
      maker_left: "创建者已不能展示这个部门。",
      unknown: "这个链接打不开任何大屏，可能已换成新链接。",
    },
    view: {
      agents: "成交排行",
      talks: "有效通话排行",
      teams: "班组排行",
      campaigns: "外呼项目",
      day: "今日走势",
      quality: "质检",
    },
  },
} as const;

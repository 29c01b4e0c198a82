/** 自选看板上的卡片。 */
export const tiles = {
  tiles: {
    metric: { online: "在线坐席", talking: "通话中坐席", service_level: "服务水平" },
    formula: {
      online: "此刻不是离线状态的坐席人数",
      talking: "此刻正在通话的坐席人数",
      service_level: "规定秒数内接起的排队来电 ÷ 全部排队来电",
    },
    kind: {
      number: "数字",
      agents: "坐席",
      ranking: "排行",
      volume: "话量",
      funnel: "漏斗",
      fatals: "红线命中",
      alerts: "预警",
      campaigns: "外呼项目",
      pace: "目标进度",
    },
    ranking_by: "{{metric}}排行",
    pace_of: "{{metric}}目标",
    as_of: "更新于 {{time}}",
    level: {
      fine: "正常，界限 {{limit}}",
      look: "已过关注线 {{limit}}",
      act: "已过红线 {{limit}}",
    },
    campaign_says: "{{dials}} 通 · 成交 {{sales}} · {{rate}}",
    no_campaigns: "这段时间还没有外呼项目的通话。",
    no_goal: "今天没有设目标",
    agent_says: "{{dials}} 通 · 成交 {{sales}}",
    more: "还有 {{count}} 人",
    bars_most: "最高 {{dials}} 通",
  },
} as const;

/** 覆盖情况：每位坐席抽到多少、是否达到底数、估计有多准。 */
export const coverage = {
  coverage: {
    help: "每位坐席有多少通话可抽、质检了多少、随机抽检是否达到底数，以及由此估计的得分和不合格率。估计只用随机抽中的通话。",
    unit: "单位（含下级）",
    period: "时段",
    this_week: "本周",
    last_week: "上周",
    four_weeks: "近四周",
    this_month: "本月",
    last_month: "上月",
    whole_periods: "请选整周或整月：未完的周期，底数只按已有的通话算。",
    table: "各坐席覆盖情况",
    agent: "坐席",
    eligible: "可抽通话",
    reviewed: "已质检",
    floor: "随机底数",
    floor_of: "{{done}} / {{floor}}",
    met: "已达到",
    short: "差 {{count}} 通",
    no_floor: "未要求",
    mean_score: "平均得分",
    fail_rate: "不合格率",
    sampled_one: "依据 {{count}} 通随机抽检",
    sampled_other: "依据 {{count}} 通随机抽检",
    one: "只有 1 通，没有区间",
    none_yet: "暂无随机抽检",
    shown_one: "本页 {{count}} 位坐席",
    shown_other: "本页 {{count}} 位坐席",
    below: "其中 {{count}} 位未达底数",
    empty: "这段时间没有已评分的通话",
    empty_next: "换一段时间，或选更大的单位。",
    last_four: "看近四周",
    formula: {
      eligible:
        "已结束、已评分、且至少有一个启用中、含随机抽检的计划会从中抽取的通话，按计划现在的设置算。没有这样的计划时，是全部已评分的通话。",
      reviewed: "其中人工质检已完成的通话，不论因何抽中。占比 = 已质检 ÷ 时段内已评分通话。",
      floor:
        "每个计划的每个周期，要求每位坐席随机质检的通数；不足此数时为全部通话。已达到 = 各周期都完成。",
      mean_score:
        "只用随机抽中的质检得分。95% 区间（学生 t，有限总体修正）：均值 ± t × s ÷ √n × √((N − n) ÷ (N − 1))，N 为可抽通话，截于 0 和 100。",
      fail_rate:
        "只用随机抽中的质检：不合格 ÷（合格 + 不合格）。95% 区间按 Wilson 公式。区间越宽，质检得越少，越不能下结论。",
    },
  },
} as const;

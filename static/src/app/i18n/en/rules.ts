import type { SameKeys } from "../same-keys";
import type { rules as zh } from "../zh-CN/rules";

/** Rules of a scorecard: to start from, what they may ask besides, what is wrong with them. */
export const rules: SameKeys<typeof zh> = {
  rules: {
    template: {
      say: {
        name: "Say it",
        help: "Such as: greet within 15 seconds",
      },
      never: {
        name: "Never say it",
        help: "Such as: guaranteed returns, abuse",
      },
      order: {
        name: "In order",
        help: "Such as: greet, identify, recording notice",
      },
      after: {
        name: "Not after this",
        help: "Such as: selling on after a refusal",
      },
      silence: {
        name: "Too much silence",
        help: "Such as: the longest silence is above 10 s",
      },
      price: {
        name: "The right price",
        help: "The amount said is the campaign's price",
      },
      human: {
        name: "A person judges",
        help: "The machine does not; an inspector does",
      },
      blank: {
        name: "Blank rule",
        help: "Choose the condition yourself",
      },
    },
    extra: {
      times: "How many places",
      min_confidence: "How surely heard",
      exclusions: "Exclusions",
      excluding: "But not this pattern",
      look_back: "How far back",
      min_characters: "Short turns do not count",
      ignore: "Ignore these",
      wanted: "Compare its value",
      min_s: "Short ones do not count",
    },
    verdict: {
      passed: "Kept",
      failed: "Broken",
      not_measurable: "Not measurable",
      not_applicable: "Not applicable",
      unanswered: "For a person",
    },
    field: {
      name: "Name",
      description: "Description",
      section: "Section",
      severity: "Severity",
      needs_review: "Needs review",
      pass_score: "Passed from",
      weights: "Weights",
      doubtful: "Doubtful text",
      most_added: "Added at most",
      most_deducted: "Taken off at most",
      sections: "Sections",
      grades: "Grades",
    },
    problem: {
      name_missing: "Give it a name",
      rules_missing: "A scorecard needs a rule",
      phrases_missing: "Give phrases, or choose a word pack",
      lines_missing: "Give a script line",
      phrase_without_words: "A phrase has no letter or digit",
      regex_missing: "Give a regular expression",
      regex_wrong: "The pattern is wrong: {{detail}}",
      regex_not_linear:
        "Look-around and back-references are not supported: matching must be linear in time",
      question_short: "A question has at least 5 characters",
      rule_missing: "Choose a rule",
      rule_itself: "A rule cannot refer to itself",
      languages_missing: "Choose a language",
      too_few: "It asks for more conditions than there are",
      value_missing: "Give the value to compare with",
      weights_total: "Weights total {{total}}, not 100",
      grade_missing: "Name the grade",
      section_without_weight: "A rule that earns needs a section with a weight",
      section_name_missing: "Name the section",
    },
  },
};

const DIGITS = "零一二三四五六七八九";
const NUMBER = /[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]/g;

/** Orders names as they are counted: 一组 before 二组, 2 before 10, 九组 before 十一组. */
export function nameOrder(language: string): (a: string, b: string) => number {
  const { compare } = new Intl.Collator(language, { numeric: true });
  return (a, b) => compare(inDigits(a), inDigits(b)) || compare(a, b);
}

function inDigits(name: string): string {
  return name.replace(NUMBER, (number) => {
    const [tens, ones] = number.includes("十") ? number.split("十") : ["零", number];
    return String(10 * worth(tens || "一") + worth(ones || "零"));
  });
}

function worth(digit: string): number {
  return DIGITS.indexOf(digit);
}

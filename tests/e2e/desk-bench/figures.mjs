// Quantiles, and one table of what was measured beside what it is to be.

/** @param {number[]} numbers @param {number} share */
export const quantile = (numbers, share) => {
  if (numbers.length === 0) return Number.NaN;
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
};

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number | string} value
 * @property {string} [unit]
 * @property {string} [goal] as it is printed
 * @property {boolean} [passes] whether it is reached; missing where nothing is promised
 */

/** @param {number | string} value */
const shown = (value) => {
  if (typeof value === 'string') return value;
  if (Number.isNaN(value)) return 'none';
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
};

/** @param {Figure[]} figures */
export function table(figures) {
  const rows = figures.map(({ name, value, unit, goal, passes }) => [
    name,
    `${shown(value)}${unit ? ` ${unit}` : ''}`,
    goal ?? '',
    passes === undefined ? '' : passes ? 'pass' : 'OVER',
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map(([name, value, goal, passes]) =>
      `${name.padEnd(widths[0])}  ${value.padStart(widths[1])}  ${goal.padEnd(widths[2])}  ${passes}`.trimEnd(),
    )
    .join('\n');
}

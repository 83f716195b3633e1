/**
 * The chart draws stacked bars over hours or days: no lines, no logarithms, no legend of its own, no second chart in step.
 * uPlot decides that while it runs, so that no bundler can leave the rest out. Said here, it is a fifth of it less. A
 * version of uPlot that reads differently fails the build instead of being changed by half.
 */
import { readFile } from 'node:fs/promises';

const SETTLED = [
  // Ways to draw that are offered by name.
  [/\(paths\.(?:linear|stepped|spline) +=\s*\w+\);/g, '', 3],
  [/(?<=uPlot\.paths = )\{\s*points,\s*\}/g, '{}', 1],
  [/(?<=const (?:linear|points)Path = )(?:linear|points)\(\)/g, 'null', 2],
  [
    /uPlot\.(?:assign|fmtNum|rangeNum|rangeLog|rangeAsinh|orient|join|addGap|clipGaps|fmtDate)\s*= \w+;/g,
    '',
    10,
  ],
  // 3 and 4 are logarithmic scales, 100 one of the caller's own.
  [/\b(?:\w+\.)?distr == (?:3|4|100)\b/g, 'false', 22],
  // 2 is a chart of points in a plane.
  [/\bmode == 2\b/g, 'false', 16],
  [/\bmode == 1\b/g, 'true', 16],
  [/\bshowLegend\b(?!\s+=)|\blegend\.live\b|\bmultiValLegend\b(?! = )|\bcursorFocus\b(?!\s+=)/g, 'false', 28],
  // The page names its own ticks, and values are in no legend.
  [/(?<=const _timeAxisStamps = )\[[^;]*\];/g, '[];', 1],
  [/(?<=const _timeAxisVals +=).*;/g, ' null;', 1],
  [/(?<=const _timeSeriesVal +=).*;/g, ' null;', 1],
  [/isStr\(sv\) \? timeSeriesVal\(.*?\)\) : (?=sv)/g, '', 1],
  [/isArr\(av\) \?\s+timeAxisVals\([^:]*:[^:]*:\s+(?=av \|\| _timeAxisVals)/g, '', 1],
  // Time lies.
  [/\bscaleX\.ori == 0\b/g, 'true', 24],
  [/\bscaleX\.ori == 1\b/g, 'false', 9],
];

const settle = (source) =>
  SETTLED.reduce((text, [pattern, settled, times]) => {
    const found = text.match(pattern)?.length ?? 0;
    if (found !== times) {
      throw new Error(`uPlot reads differently: ${pattern} is there ${found} times instead of ${times}`);
    }
    return text.replace(pattern, settled);
  }, source);

/** For esbuild. */
export const settleChart = {
  name: 'settle-chart',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]uPlot\.esm\.js$/ }, async ({ path }) => ({
      contents: settle(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

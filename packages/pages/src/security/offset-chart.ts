import type { ClockPicture } from "@second-factor/core/alarms";
import { type Html, html } from "../html.js";

const height = 120;
const barWidth = 44;
const gap = 12;
const labelRoom = 22;
/** More on either side are drawn as one bar. */
const furthest = 6;

interface Bar {
  readonly label: string;
  readonly votes: number;
}

/** One bar for each offset, the empty ones between them too: a shift is seen as one. */
function barsOf({ offsets }: ClockPicture): readonly Bar[] {
  const near = offsets.map(({ offset, votes }) => ({
    offset: Math.max(-furthest, Math.min(furthest, offset)),
    votes,
  }));
  const first = Math.min(-2, ...near.map(({ offset }) => offset));
  const last = Math.max(2, ...near.map(({ offset }) => offset));
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const offset = first + index;
    const here = near.filter((one) => one.offset === offset);
    const votes = here.reduce((sum, one) => sum + one.votes, 0);
    return { label: labelOf(offset), votes };
  });
}

const labelOf = (offset: number): string => {
  const sign = offset > 0 ? "+" : offset < 0 ? "−" : "";
  const more = Math.abs(offset) === furthest ? " …" : "";
  return `${sign}${Math.abs(offset)}${more}`;
};

/** How many codes came how many time steps off, as bars. `say` puts what it shows into words. */
export function offsetChart(picture: ClockPicture, say: (bars: string) => string): Html {
  const bars = barsOf(picture);
  const most = Math.max(1, ...bars.map(({ votes }) => votes));
  const width = bars.length * (barWidth + gap) - gap;
  const drawn = bars.map(({ label, votes }, index) => {
    const x = index * (barWidth + gap);
    const middle = x + barWidth / 2;
    const tall = Math.round((votes / most) * height);
    const top = labelRoom + height - tall;
    return html`<rect x="${x}" y="${top}" width="${barWidth}" height="${tall}" rx="3"/>
<text x="${middle}" y="${top - 6}">${votes}</text>
<text x="${middle}" y="${2 * labelRoom + height - 6}">${label}</text>`;
  });
  const said = bars.map(({ label, votes }) => `${label}: ${votes}`).join(", ");
  return html`<svg class="sf-chart" role="img" aria-label="${say(said)}" viewBox="0 0 ${width} ${2 * labelRoom + height}" xmlns="http://www.w3.org/2000/svg">
${drawn}
</svg>`;
}

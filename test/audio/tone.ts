/** How pure a tone came out. */

/** Best fit of one tone, by least squares: its level, and what is left over. */
export function fitTone(samples: readonly number[], hz: number, rate: number) {
  let ss = 0;
  let cc = 0;
  let sc = 0;
  let xs = 0;
  let xc = 0;
  samples.forEach((x, n) => {
    const s = Math.sin((2 * Math.PI * hz * n) / rate);
    const c = Math.cos((2 * Math.PI * hz * n) / rate);
    ss += s * s;
    cc += c * c;
    sc += s * c;
    xs += x * s;
    xc += x * c;
  });
  const det = ss * cc - sc * sc;
  const a = (xs * cc - xc * sc) / det;
  const b = (xc * ss - xs * sc) / det;
  let noise = 0;
  samples.forEach((x, n) => {
    const fit =
      a * Math.sin((2 * Math.PI * hz * n) / rate) + b * Math.cos((2 * Math.PI * hz * n) / rate);
    noise += (x - fit) ** 2;
  });
  const power = (a * a + b * b) / 2;
  return {
    gainDb: 10 * Math.log10(2 * power),
    snrDb: 10 * Math.log10(power / (noise / samples.length)),
  };
}

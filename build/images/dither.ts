// Takes gray pixels, gives one bit a pixel: error diffusion after Floyd and Steinberg, "An Adaptive Algorithm for Spatial
// Greyscale" (Proc. SID 17/2, 1976), rows run through in turn from the left and from the right so that no worms appear.
//
//        *  7        each sixteenth of the error goes on in the direction of the run
//     3  5  1

/** Rows padded to bytes, first pixel in the highest bit, 0 is black. `channels` is the step between pixels. */
export function ditherRows(gray: Uint8Array, width: number, height: number, channels: number): Uint8Array {
  const stride = Math.ceil(width / 8);
  const bits = new Uint8Array(stride * height);
  let here = new Float64Array(width + 2);
  let below = new Float64Array(width + 2);
  for (let y = 0; y < height; y += 1) {
    const step = y % 2 === 0 ? 1 : -1;
    for (let n = 0, x = step === 1 ? 0 : width - 1; n < width; n += 1, x += step) {
      const wanted = gray[(y * width + x) * channels]! + here[x + 1]!;
      const white = wanted >= 128;
      if (white) bits[y * stride + (x >> 3)]! |= 0x80 >> (x & 7);
      const error = wanted - (white ? 255 : 0);
      here[x + 1 + step]! += (error * 7) / 16;
      below[x + 1 - step]! += (error * 3) / 16;
      below[x + 1]! += (error * 5) / 16;
      below[x + 1 + step]! += error / 16;
    }
    [here, below] = [below, here];
    below.fill(0);
  }
  return bits;
}

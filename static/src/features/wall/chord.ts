/** A short, rising chord, made here so that no sound has to be fetched. */

const NOTES_HZ = [523.25, 659.25, 783.99];
const STEP_S = 0.12;
const RING_S = 0.9;
const VOLUME = 0.12;

let context: AudioContext | undefined;

/** Browsers play nothing before somebody has touched the page: then it stays silent. */
export async function playChord(): Promise<void> {
  context ??= new AudioContext();
  if (context.state === "suspended") await context.resume();
  for (const [place, hertz] of NOTES_HZ.entries()) ring(context, hertz, place * STEP_S);
}

function ring(context: AudioContext, hertz: number, after_s: number): void {
  const begins = context.currentTime + after_s;
  const volume = context.createGain();
  volume.gain.setValueAtTime(0, begins);
  volume.gain.linearRampToValueAtTime(VOLUME, begins + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, begins + RING_S);
  volume.connect(context.destination);
  const tone = new OscillatorNode(context, { type: "triangle", frequency: hertz });
  tone.connect(volume);
  tone.onended = () => volume.disconnect();
  tone.start(begins);
  tone.stop(begins + RING_S);
}

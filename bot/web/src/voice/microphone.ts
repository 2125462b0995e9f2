/** Microphone and loudspeaker by the Web Audio API. Needs a secure page (https or localhost). */
import { NoSound, type Problem, type Sound, type SoundEvents } from "./session.ts";

/** The loudspeaker is heard by the microphone, and the room's noise too: the browser takes both out. */
const WANTED: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
};

/** Names of `getUserMedia`'s errors (W3C Media Capture and Streams, §10.2). */
const PROBLEMS: Record<string, Problem> = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "no-microphone",
  OverconstrainedError: "no-microphone",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** Asks for the microphone and begins. `worklet` is the address of the built `worklet.ts`. Rejects with `NoSound`. */
export async function openSound(worklet: string, events: SoundEvents): Promise<Sound> {
  if (!window.isSecureContext) throw new NoSound("insecure");
  if (!navigator.mediaDevices?.getUserMedia || typeof AudioWorkletNode !== "function")
    throw new NoSound("unsupported");
  // Made while the click still counts as the citizen's own: Safari starts no sound otherwise.
  const context = new AudioContext({ latencyHint: "interactive" });
  let stream: MediaStream | null = null;
  try {
    stream = await microphone();
    await context.audioWorklet.addModule(worklet);
    void context.resume().catch(() => undefined);
    return begin(context, stream, events);
  } catch (problem) {
    stopAll(stream);
    void context.close();
    throw problem instanceof NoSound ? problem : new NoSound("unsupported");
  }
}

async function microphone(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia(WANTED);
  } catch (problem) {
    const name = problem instanceof DOMException ? problem.name : "";
    throw new NoSound(PROBLEMS[name] ?? "unsupported");
  }
}

function begin(context: AudioContext, stream: MediaStream, events: SoundEvents): Sound {
  const source = context.createMediaStreamSource(stream);
  const capture = new AudioWorkletNode(context, "indgang-capture", { numberOfOutputs: 1 });
  const playback = new AudioWorkletNode(context, "indgang-playback", {
    numberOfInputs: 0,
    outputChannelCount: [1],
  });
  // The capture gives no sound of its own; it is connected because a node that leads nowhere may not be run.
  source.connect(capture).connect(context.destination);
  playback.connect(context.destination);
  capture.port.onmessage = (event: MessageEvent<Int16Array<ArrayBuffer>>) => events.frame(event.data);
  for (const track of stream.getAudioTracks()) track.onended = () => events.gone();
  // A telephone call or another app took the sound; it comes back by itself.
  context.onstatechange = () => {
    if (context.state !== "closed") void context.resume().catch(() => undefined);
  };
  return {
    play: (frame) => playback.port.postMessage(frame, [frame]),
    flush: () => playback.port.postMessage("flush"),
    listen: (yes) => {
      for (const track of stream.getAudioTracks()) track.enabled = yes;
    },
    close: () => {
      context.onstatechange = capture.port.onmessage = null;
      for (const track of stream.getAudioTracks()) track.onended = null;
      stopAll(stream);
      void context.close();
    },
  };
}

function stopAll(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** The socket of a talk: `/ws/voice` on the page's own address. */
import type { Line, LineEvents } from "./session.ts";

/** Sound that may wait for the network (half a second); while more waits, it is dropped: late it is worth nothing. */
const MOST_WAITING_BYTES = 16_000;

/** Begins to connect. After `close` nothing more is told. */
export function openLine(events: LineEvents): Line {
  const address = new URL("/ws/voice", window.location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  const open = () => socket.readyState === WebSocket.OPEN;
  socket.onopen = () => events.opened();
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data instanceof ArrayBuffer) events.sound(data);
    else if (typeof data === "string") events.text(data);
  };
  socket.onclose = (event) => events.closed(event.code);
  return {
    tell: (frame) => {
      if (open()) socket.send(JSON.stringify(frame));
    },
    send: (pcm) => {
      if (open() && socket.bufferedAmount < MOST_WAITING_BYTES) socket.send(pcm);
    },
    close: () => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(1000);
    },
  };
}

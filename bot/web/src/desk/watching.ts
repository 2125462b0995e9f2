/** Which conversations the gateway sends the messages of: the one on screen, and all of one's own. */

export class Watching {
  private readonly watched = new Set<string>();

  constructor(
    private readonly send: (frame: object) => void,
    private readonly lastSeq: (id: string) => number,
  ) {}

  get all(): ReadonlySet<string> {
    return this.watched;
  }

  /** Watches these and no others. */
  sync(wanted: ReadonlySet<string>): void {
    for (const id of [...this.watched]) {
      if (wanted.has(id)) continue;
      this.watched.delete(id);
      this.send({ type: "unwatch", case: id });
    }
    for (const id of wanted) {
      if (this.watched.has(id)) continue;
      this.watched.add(id);
      this.send({ type: "watch", case: id, last_seq: this.lastSeq(id) });
    }
  }

  /** A new connection knows of none: what is on screen goes on from where it was. */
  again(): void {
    for (const id of this.watched) this.send({ type: "watch", case: id, last_seq: this.lastSeq(id) });
  }
}

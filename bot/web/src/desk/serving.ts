/** Tells the gateway which queues we answer for: by how many do, citizens are told how long it takes. */

export class Serving {
  private told: string[] | null = null;

  constructor(
    private readonly chosen: () => ReadonlySet<string>,
    private readonly send: (frame: object) => void,
  ) {}

  /** The first frame of a connection. */
  hello(): object {
    this.told = this.queues();
    return { type: "hello", ...(this.told ? { queues: this.told } : {}) };
  }

  /** Tells it again where the choice has changed. Only while connected. */
  sync(): void {
    const queues = this.queues();
    if (String(queues) === String(this.told)) return;
    this.told = queues;
    this.send({ type: "serve", queues });
  }

  /** Ids of the queues chosen; null for all. */
  private queues(): string[] | null {
    const chosen = [...this.chosen()].sort();
    return chosen.length > 0 ? chosen : null;
  }
}

/**
 * The numbers by which senders name items of the queue. An item keeps its number,
 * and no number ever means another item.
 *
 * Bounds: itemNumbersMax; the item that was named longest ago is forgotten, and gets a new one.
 */
import { LRUCache } from "lru-cache";
import { itemNumbersMax } from "../limits.ts";

export class ItemNumbers {
  readonly #numbers = new LRUCache<string, number>({
    max: itemNumbersMax,
    dispose: (number) => this.#items.delete(number),
  });
  readonly #items = new Map<number, string>();
  #next = 1;

  of(item: string): number {
    const known = this.#numbers.get(item);
    if (known !== undefined) return known;
    const number = this.#next++;
    this.#numbers.set(item, number);
    this.#items.set(number, item);
    return number;
  }

  /** Undefined where no item has it. */
  item(number: number): string | undefined {
    return this.#items.get(number);
  }
}

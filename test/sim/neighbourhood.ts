/** Speakers of a simulated house that see each other, as mDNS would show them: at once, and only those that run. */
import type { NodeDirectory, SeenNode } from "../../src/discovery/nodes.ts";
import type { SimHouse, SimSpeaker } from "./sim-house.ts";

export class Neighbourhood {
  #house: Pick<SimHouse, "speakers"> = { speakers: [] };
  /** Who else shows itself on the LAN. */
  readonly others: SeenNode[] = [];

  /** For HouseOptions: the house is made with it, and said here afterwards. */
  readonly directory = async (host: string): Promise<NodeDirectory> => {
    const nodes = (): readonly SeenNode[] => [
      ...this.#house.speakers.filter((other) => other.host !== host).map(seen),
      ...this.others,
    ];
    return { nodes, stats: () => ({}) } as unknown as NodeDirectory; // all that a speaker uses
  };

  of(house: Pick<SimHouse, "speakers">): void {
    this.#house = house;
  }
}

function seen({ speaker, host }: SimSpeaker): SeenNode {
  const { id, name, householdTag, udp } = speaker;
  return {
    ...{ id, name, householdTag },
    service: name,
    role: "speaker",
    controlPort: undefined,
    addresses: [{ host, port: udp.port }],
  };
}

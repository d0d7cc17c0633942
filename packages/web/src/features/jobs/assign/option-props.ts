/** What every row of the list of agents is told. */
export interface OptionProps {
  readonly id: string;
  /** Where the keyboard stands; enter chooses it. */
  readonly isActive: boolean;
  readonly canChoose: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

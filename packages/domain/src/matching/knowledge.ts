import { type AgentIndex, type AgentText, buildAgentIndex } from './agent-index.ts';
import { type Calibration, defaultCalibration } from './calibration.ts';
import { emptyModel, type LearnedModel } from './learned-model.ts';

/** All that the matcher knows beside the job and the agents' state at the moment. */
export interface MatcherKnowledge {
  /** What the agents say of themselves. */
  readonly index: AgentIndex;
  /** What was learned from the jobs they did. */
  readonly learned: LearnedModel;
  /** What a score is worth as a probability. */
  readonly calibration: Calibration;
}

/** Of agents that never had a job. */
export function coldKnowledge(agents: readonly AgentText[]): MatcherKnowledge {
  return {
    index: buildAgentIndex(agents),
    learned: emptyModel(),
    calibration: defaultCalibration,
  };
}

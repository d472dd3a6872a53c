/**
 * Every value that is one of a few, listed once; the types follow from the lists. It imports nothing, so that the protocol
 * can check messages against the same lists that the recognizer works by.
 */

/** What an engine can run on. */
export const devices = ['cpu', 'webgpu', 'cuda', 'coreml', 'directml'] as const
export type Device = (typeof devices)[number]

export const engineNames = ['onnxruntime', 'tensorflow'] as const
export type EngineName = (typeof engineNames)[number]

/** What became of a device when the fastest that is right was chosen. */
export const trialStatuses = ['chosen', 'slower', 'refused', 'absent'] as const
export type TrialStatus = (typeof trialStatuses)[number]

/**
 * How P_A, what is shown, follows from the predictions P of all passes; the first P_A is P. (Zolfaghari et al. 2018 says
 * "average" and no more, see docs/readings.md.)
 * `halving`: P_A = (P_A + P) / 2. `cumulative`: the mean of every P so far. `none`: P.
 * `reference-code`: what the authors' script computes, P plus the mean over classes of the previous result; not a
 * distribution, and its highest class is always that of P. For comparison with that script only.
 */
export const averagingRules = ['halving', 'cumulative', 'none', 'reference-code'] as const
export type AveragingRule = (typeof averagingRules)[number]

/**
 * How the online memory is thinned. `slots`: each block on its own, as the authors' code does it; a block is dropped
 * after log2(N) + 1 passes. `halving`: Algorithm 1 to the letter; half of the clip comes from all of the previous clip.
 */
export const memoryRules = ['slots', 'halving'] as const
export type MemoryRule = (typeof memoryRules)[number]

/** How many passes there are for every N frames: 1 is ECO's, 4 notices four times as soon what is new. */
export const passesPerBlockChoices = [1, 2, 4] as const
export type PassesPerBlock = (typeof passesPerBlockChoices)[number]

/** Where the frames of a clip lie: in the middles of equal parts of the video, or one after another. */
export const samplingKinds = ['segments', 'clip'] as const
export type SamplingKind = (typeof samplingKinds)[number]

/**
 * Axes of a clip, outermost first: N clips, C channels, T frames, H rows, W columns; S is T times C, frame after frame.
 * TCHW and THWC are frames in the place of the batch, as networks for single pictures take them; 1 is one crop or one clip.
 */
export const layouts = ['NCTHW', 'NTCHW', 'NTHWC', 'TCHW', 'THWC', 'CTHW', 'N1CTHW', 'NSHW'] as const
export type Layout = (typeof layouts)[number]

/** What the scores of a network are. */
export const scoreKinds = ['logits', 'probabilities'] as const
export type ScoreKind = (typeof scoreKinds)[number]

/** The sets of classes that are known, each a text file in labels/, in the order of the data set's class numbers. */
export const labelSetNames = ['hmdb51', 'ucf101', 'something-something-v1', 'kinetics-400', 'jester'] as const
export type LabelSetName = (typeof labelSetNames)[number]

/** Classes in the order of their list, or sorted by name as TRN, TSM and what was built on them number them. */
export const labelOrders = ['list', 'name'] as const
export type LabelOrder = (typeof labelOrders)[number]

/** Side of a frame in pixels. */
export const frameSide = 192;
/** Frames of a video. */
export const videoFrames = 24;
/** Frames a second. */
export const videoFps = 8;

export type Colour = readonly [red: number, green: number, blue: number];

/** How an object looks; positions and lengths in pixels of the original frame. */
export type Look = {
  radius: number;
  disc: boolean;
  /** Pixels a rib period. */
  period: number;
  phaseX: number;
  phaseY: number;
  colour: Colour;
  contrast: number;
};

/** Direction of the ribs: 0 horizontal, 1 vertical, 2 both (decoys only). */
export type Ribs = 0 | 1 | 2;

/** Motion: 0 along x, 1 along y, 2 in a circle, 3 breathing. */
export type Motion = 0 | 1 | 2 | 3;

/** An object that moves in frames [start, end) and rests in the others. */
export type Action = {
  class: number;
  start: number;
  end: number;
  look: Look;
  x: number;
  y: number;
  motion: Motion;
  /** Frames a period of the motion. */
  period: number;
  phase: number;
  amplitude: number;
  direction: 1 | -1;
};

/** An object that rests and has no label. */
export type Decoy = { look: Look; ribs: Ribs; x: number; y: number };

export type Furniture = { ellipse: boolean; x: number; y: number; width: number; height: number; change: Colour };

export type Blinds = {
  x: number;
  y: number;
  width: number;
  height: number;
  period: number;
  vertical: boolean;
  contrast: number;
};

export type DriftingDisc = { x: number; y: number; vx: number; vy: number; radius: number; grey: number };

/** Camera of one frame: shake in pixels, brightness, and where the table of noise is read. */
export type Camera = { jx: number; jy: number; gain: number; noiseX: number; noiseY: number };

/** Everything that is random about one video. */
export type Scene = {
  backgroundTop: Colour;
  /** Change from the top to the bottom of the frame. */
  backgroundChange: Colour;
  furniture: Furniture[];
  blinds: Blinds | null;
  actions: Action[];
  decoys: Decoy[];
  disc: DriftingDisc | null;
  cameras: Camera[];
};

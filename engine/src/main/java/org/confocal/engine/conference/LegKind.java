package org.confocal.engine.conference;

/** How a leg belongs to its participant. */
public enum LegKind {
  /** The participant's one dialog, or one of several equal ones: a phone. */
  PLAIN,
  /** The dialog with the focus: control without media. With the last of them everything goes. */
  FOCUS,
  /** A dialog with one MCU, beside the one with the focus. */
  MEDIA
}
